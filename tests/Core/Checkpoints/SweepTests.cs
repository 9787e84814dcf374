using Millrace.Core.Checkpoints;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class SweepTests
{
    [Fact]
    public void What_no_retained_manifest_reaches_goes_and_newer_ids_stay()
    {
        var head = JobHead.Create("job-1", "job", 8).BeginAttempt(1, 0)
            .Complete(new RetainedCheckpoint(2, "m2"), 2).Complete(new RetainedCheckpoint(4, "m4"), 2);
        CheckpointManifest[] manifests = [Of(2, "a2"), Of(4, "a2", "b4")];
        (string, long)[] names = [("m1", 1), ("a1", 1), ("m2", 2), ("a2", 2), ("b2", 2), ("a3", 3), ("m3", 3), ("m4", 4), ("b4", 4), ("c4", 4), ("a5", 5), ("m5", 5)];
        Assert.Equal(["m1", "a1", "b2", "a3", "m3", "c4"], Sweep.Decide(head, manifests, names));
    }

    [Fact]
    public void Before_there_is_a_checkpoint_nothing_goes() =>
        Assert.Empty(Sweep.Decide(JobHead.Create("job-1", "job", 8), [], [("a1", 1)]));

    private static CheckpointManifest Of(long id, params string[] blobs) =>
        new("job-1", "job", id, 8, false, [], [.. blobs.Select(b => new StateBlob(b, 0, []))]);
}
