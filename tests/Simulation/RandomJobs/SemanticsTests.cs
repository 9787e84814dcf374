namespace Millrace.Simulation.Tests.RandomJobs;

public sealed class SemanticsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void Every_value_goes_to_one_of_the_subtasks(long value)
    {
        for (var subtasks = 1; subtasks <= 5; subtasks++) Assert.InRange(Semantics.SubtaskOf(new Item(1, value, 0), subtasks), 0, subtasks - 1);
    }
}
