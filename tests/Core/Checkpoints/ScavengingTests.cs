using Millrace.Core.Checkpoints;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class ScavengingTests
{
    [Fact]
    public void What_no_retained_checkpoint_reaches_goes_and_newer_ids_stay()
    {
        var head = JobHead.Create("job-1", "job", 8).BeginAttempt(1, 0)
            .Complete(new RetainedCheckpoint(2, "m2"), 2).Complete(new RetainedCheckpoint(4, "m4"), 2);
        (string, long)[] names = [("m1", 1), ("a1", 1), ("m2", 2), ("a2", 2), ("b2", 2), ("a3", 3), ("m3", 3), ("m4", 4), ("b4", 4), ("c4", 4), ("a5", 5), ("m5", 5)];
        Assert.Equal(["m1", "a1", "b2", "a3", "m3", "c4"], Scavenging.Decide(head, new HashSet<string> { "m2", "m4", "a2", "b4" }, names));
    }

    [Fact]
    public void Before_there_is_a_checkpoint_nothing_goes() =>
        Assert.Empty(Scavenging.Decide(JobHead.Create("job-1", "job", 8), new HashSet<string>(), [("a1", 1)]));
}
