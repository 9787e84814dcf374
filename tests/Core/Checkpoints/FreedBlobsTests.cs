using Millrace.Core.Checkpoints;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class FreedBlobsTests
{
    private readonly FreedBlobs _freed = new();
    private JobHead _head = JobHead.Create("job-1", "job", 8).BeginAttempt(1, 0);

    [Fact]
    public void What_a_checkpoint_freed_goes_when_none_before_it_is_retained()
    {
        Assert.Empty(Complete(1));
        Assert.Empty(Complete(2, "a1"));
        // 1 needs a1, and is not retained any longer.
        Assert.Equal(["m1", "a1"], Complete(3, "a2", "b1"));
        Assert.Equal(["m2", "a2", "b1"], Complete(4));
        Assert.Equal(["m3"], Complete(5, "a4"));
        Assert.Equal(["m4", "a4"], Complete(6));
    }

    private IReadOnlyList<string> Complete(long id, params string[] freed)
    {
        var before = _head;
        _head = _head.Complete(new RetainedCheckpoint(id, $"m{id}"), 2);
        return _freed.Complete(before, _head, freed);
    }
}
