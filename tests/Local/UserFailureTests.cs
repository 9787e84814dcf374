using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests;

/// <summary>What a user sees of a job whose code throws.</summary>
public sealed class UserFailureTests
{
    [Fact]
    public void A_run_without_a_checkpoint_folder_ends_with_the_first_failure_and_one_report()
    {
        var (code, error, report) = Run();
        Assert.Equal((ExitCodes.Failed, 0L), (code, report.Restarts));
        Assert.Single(Lines(error, "on purpose"));
        var lines = error.Split('\n');
        var at = Array.FindIndex(lines, static l => l.StartsWith("error: the job failed in map: FormatException: on purpose", StringComparison.Ordinal));
        Assert.Contains($"{nameof(UserFailureTests)}.cs:line ", lines[at + 1], StringComparison.Ordinal);
        Assert.Single(Lines(error, "--restarts N allows restarts"));
        Assert.DoesNotContain("warn", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Restarts_are_as_many_as_the_option_says_and_each_failure_is_said_once()
    {
        var (code, error, report) = Run("--restarts", "2");
        Assert.Equal((ExitCodes.Failed, 2L), (code, report.Restarts));
        Assert.Equal(2, Lines(error, "on purpose").Count(static l => l.StartsWith("warning: Job ", StringComparison.Ordinal)));
        Assert.Equal(3, Lines(error, "on purpose").Count);
        Assert.Empty(Lines(error, "--restarts N"));
    }

    [Fact]
    public void What_a_definition_says_holds_without_the_option()
    {
        var (_, _, report) = Run(RestartPolicy.FixedDelay(TimeSpan.FromMilliseconds(1), userRestarts: 3));
        Assert.Equal(3, report.Restarts);
    }

    private static List<string> Lines(string text, string with) => [.. text.Split('\n').Where(l => l.Contains(with, StringComparison.Ordinal))];

    private static (int Code, string Error, JobReport Report) Run(params string[] args) => Run(RestartPolicy.Default, args);

    private static (int Code, string Error, JobReport Report) Run(RestartPolicy restart, params string[] args)
    {
        var error = new StringWriter();
        JobReport? report = null;
        var code = JobProgram.Run(
            ["--checkpoint-interval", "1h", "--parallelism", "1", .. args],
            () => new ThrowingJob(restart),
            (r, _) => report = r,
            new Terminal(TextWriter.Null, TextWriter.Synchronized(error), null));
        return (code, error.ToString(), report!);
    }

    private sealed class ThrowingJob(RestartPolicy restart) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            env.Restart = restart;
            env.FromSource(new NumberSource(10, 1)).Uid("numbers").Map(Throw).Uid("map").SinkTo(new TestSink<int>()).Uid("sink");
        }

        private static int Throw(int number) => number < 5 ? number : throw new FormatException("on purpose");
    }
}
