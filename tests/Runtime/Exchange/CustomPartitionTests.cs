using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Exchange;

public sealed class CustomPartitionTests
{
    private static readonly Script<int> s_script = new Script<int>().Records(Enumerable.Range(0, 9));

    [Fact]
    public void A_record_goes_to_the_subtask_that_the_function_names()
    {
        var output = OperatorHarness.Check(
            s_script,
            numbers => numbers.PartitionBy((n, subtasks) => n % 4 % subtasks).Process(new Place()).Parallelism(3),
            new HarnessOptions<(int Number, int Subtask)> { Ordered = false });
        Assert.Equal(Enumerable.Range(0, 9).Select(n => (n, n % 4 % 3)), output.Values().Order());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void An_index_that_no_subtask_has_is_refused(int index)
    {
        var refused = Assert.Throws<InvalidOperationException>(() => OperatorHarness.Check(
            s_script, numbers => numbers.Rebalance().Map(n => n).PartitionBy((_, _) => index).Map(n => n).Parallelism(3), new HarnessOptions<int>()));
        Assert.Matches($@"PartitionBy at CustomPartitionTests.cs:\d+ returned subtask {index} of 3; it must return an index from 0 to 2", refused.Message);
    }

    private sealed class Place : ProcessFunction<int, (int Number, int Subtask)>
    {
        private int _subtask;

        public override void Open(FunctionContext context) => _subtask = context.Subtask;

        public override void Process(int value, ProcessContext context, ICollector<(int Number, int Subtask)> output) => output.Collect((value, _subtask));
    }
}
