namespace Millrace.Simulation.Tests.WordCount;

public sealed class WordCountTests(ITestOutputHelper output)
{
    [Fact]
    public void Each_word_has_each_count_once_whatever_happens()
    {
        var totals = Seeds.Run(1000, (_, random) => new SimulatedWordCount(random));
        output.WriteLine(totals.ToString());
    }
}
