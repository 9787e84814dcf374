using WordCount;

namespace Millrace.EndToEnd.Tests.WordCount;

public sealed class WordCountJobTests
{
    [Fact]
    public void The_definition_names_every_operator()
    {
        var env = new StreamEnvironment();
        new WordCountJob().Define(env, new JobArguments());
        Assert.Equal(["lines", "words", "counts", "output"], env.Transformations.Select(t => t.Uid));
    }

    [Fact]
    public void The_text_that_comes_with_the_job_is_beside_it() => Assert.True(File.Exists(WordCountOptions.InputOf(new JobArguments())));

    [Fact]
    public void The_default_output_depends_on_the_arguments_alone()
    {
        var args = new JobArguments { StartTime = DateTimeOffset.UnixEpoch, Seed = -1 };
        Assert.Equal("wordcount-19700101-000000-0000000-ffffffff", Path.GetFileName(WordCountOptions.OutputOf(args)));
        Assert.Equal(WordCountOptions.OutputOf(args), WordCountOptions.OutputOf(args with { }));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("12.5", true)]
    [InlineData("-1", false)]
    [InlineData("fast", false)]
    [InlineData("", false)]
    public void A_rate_is_a_number_from_0(string text, bool valid) => Assert.Equal(valid, WordCountOptions.Rate.TryValidate(text, out _));
}
