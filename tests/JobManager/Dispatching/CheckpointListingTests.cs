using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Tests.Dispatching;

public sealed class CheckpointListingTests
{
    [Fact]
    public void What_is_kept_and_what_failed_is_listed_and_nothing_twice()
    {
        CheckpointRecord[] history =
        [
            Record(1, "gone"), Record(2, null), Record(3, "kept"), Record(4, "saved", isSavepoint: true), Record(5, "stopped", isSavepoint: true),
        ];
        var listed = CheckpointListing.Merge(history, [(3, "kept"), (5, "stopped")], [(4, "saved"), (5, "stopped")]);
        Assert.Equal([history[4], history[3], history[2], history[1]], listed);
    }

    [Fact]
    public void What_is_not_remembered_is_listed_by_what_the_store_says()
    {
        var listed = CheckpointListing.Merge([], [(1, "a"), (3, "c")], [(2, "b"), (3, "c")]);
        Assert.Equal([(3L, "c", true), (2L, "b", true), (1L, "a", false)], listed.Select(c => (c.Checkpoint, c.Path, c.IsSavepoint)));
        Assert.All(listed, c => Assert.Null(c.Failure));
    }

    private static CheckpointRecord Record(long id, string? path, bool isSavepoint = false) =>
        new(id, isSavepoint, path, 10, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), path is null ? "it failed" : null);
}
