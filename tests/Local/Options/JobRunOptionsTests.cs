using Millrace.Local.Options;

namespace Millrace.Local.Tests.Options;

public sealed class JobRunOptionsTests
{
    [Theory]
    [InlineData(null, null, null, 2, 720)]
    [InlineData(null, 1, null, 1, 1)]
    [InlineData(5, null, null, 5, 720)]
    [InlineData(32768, 32768, null, 32768, 32768)]
    [InlineData(null, null, 128, 2, 128)]
    [InlineData(null, null, 1, 1, 1)]
    [InlineData(128, 128, 128, 128, 128)]
    public void Defaults_fit_each_other_and_the_restored_job(int? parallelism, int? max, int? restored, int expected, int expectedMax) =>
        Assert.Equal((expected, expectedMax), new JobRunOptions { Parallelism = parallelism, MaxParallelism = max }.Parallelisms(restored));

    [Theory]
    [InlineData(721, null, null, "give 1 to 720, or a higher --max-parallelism")]
    [InlineData(5, 4, null, "give 1 to 4, or a higher --max-parallelism")]
    [InlineData(129, null, 128, "give 1 to 128.")]
    [InlineData(null, 720, 128, "Leave the option out")]
    [InlineData(1, 64, 128, "the job to restore has 128")]
    public void What_does_not_fit_is_refused(int? parallelism, int? max, int? restored, string message)
    {
        var options = new JobRunOptions { Parallelism = parallelism, MaxParallelism = max };
        Assert.Contains(message, Assert.Throws<InvalidJobException>(() => options.Parallelisms(restored)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, false, 0)]
    [InlineData("state", false, null)]
    [InlineData("state", true, 0)]
    public void The_first_failure_ends_a_run_that_is_for_trying_out(string? directory, bool isDebugged, int? restarts)
    {
        var options = new JobRunOptions { CheckpointDirectory = directory };
        Assert.Equal(restarts, options.Restart(RestartPolicy.Default, isDebugged)?.UserRestarts);
        Assert.Null(options.Restart(RestartPolicy.FixedDelay(TimeSpan.Zero), isDebugged));
        Assert.Equal(7, (options with { Restarts = 7 }).Restart(RestartPolicy.None, isDebugged)?.UserRestarts);
        var settings = new Dictionary<string, string> { ["restart.attempts"] = "8" };
        Assert.Equal(8, (options with { Restarts = 7, Settings = settings }).Restart(RestartPolicy.None, isDebugged)?.UserRestarts);
    }
}
