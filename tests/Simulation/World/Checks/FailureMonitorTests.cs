using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Checks;

public sealed class FailureMonitorTests
{
    private static readonly ExecutionAttempt s_attempt = new("job", 1);

    [Theory]
    [InlineData(FailureDomain.User, "InvalidOperationException: The record is late.")]
    [InlineData(FailureDomain.Engine, "NullReferenceException: Object reference not set.")]
    [InlineData(FailureDomain.External, "CorruptBlobException: The blob is missing.")]
    public void An_attempt_that_fails_by_itself_is_a_breach(FailureDomain domain, string message)
    {
        var failure = new JobFailure(domain, "map", message, "");
        Assert.NotNull(BreachOf(new JobManagerMessage.Failed(s_attempt, default, failure)));
        Assert.NotNull(BreachOf(new JobManagerMessage.Report(s_attempt, new TaskManagerReport("a", true, [new SubtaskReport(default, 1, true, false, 0, null, failure)]))));
    }

    [Theory]
    [InlineData(FailureDomain.User, "InvalidOperationException: Simulated: the user's function does not like it.")]
    [InlineData(FailureDomain.External, "IOException: The connection was lost.")]
    public void What_a_fault_causes_is_no_breach(FailureDomain domain, string message) =>
        Assert.Null(BreachOf(new JobManagerMessage.Failed(s_attempt, default, new JobFailure(domain, "map", message, ""))));

    [Fact]
    public void A_blob_that_a_newer_attempt_may_have_swept_is_no_breach()
    {
        var failed = new JobManagerMessage.Failed(s_attempt, default, new JobFailure(FailureDomain.External, "map", "CorruptBlobException: The blob is missing.", ""));
        Assert.Null(BreachOf(failed, s_attempt with { Number = 2 }));
        Assert.Null(BreachOf(failed, isDamaged: true));
    }

    private static string? BreachOf(JobManagerMessage message, ExecutionAttempt? newest = null, bool isDamaged = false)
    {
        var monitor = new FailureMonitor(() => isDamaged);
        monitor.Deployed(newest ?? s_attempt);
        monitor.Told(message, "a");
        return monitor.Breach;
    }
}
