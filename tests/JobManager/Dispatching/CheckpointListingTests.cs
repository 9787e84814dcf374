using Millrace.Core.Jobs;
using Millrace.JobManager.Dispatching;

namespace Millrace.JobManager.Tests.Dispatching;

public sealed class CheckpointListingTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UnixEpoch.AddSeconds(90);

    [Fact]
    public void What_is_remembered_is_listed_without_the_paths_of_what_is_gone_and_nothing_twice()
    {
        CheckpointRecord[] history =
        [
            Record(1, "gone"), Record(2, null), Record(3, "kept"), Record(4, "saved", isSavepoint: true), Record(5, "stopped", isSavepoint: true),
        ];
        var listed = CheckpointListing.Merge(history, [(3, "kept"), (5, "stopped")], [(4, "saved"), (5, "stopped")], s_now);
        Assert.Equal([history[4], history[3], history[2], history[1], history[0] with { Path = null }], listed);
    }

    [Fact]
    public void What_is_not_remembered_is_listed_by_what_the_store_says()
    {
        var listed = CheckpointListing.Merge([], [(1, "a"), (3, "c")], [(2, "b"), (3, "c")], s_now);
        Assert.Equal([(3L, "c", true), (2L, "b", true), (1L, "a", false)], listed.Select(c => (c.Checkpoint, c.Path, c.IsSavepoint)));
        Assert.All(listed, c => Assert.Null(c.Failure));
    }

    [Fact]
    public void One_whose_outcome_was_not_known_is_completed_if_it_is_stored()
    {
        var listed = CheckpointListing.Merge([Record(1, null), Record(2, null)], [(2, "b")], [], s_now);
        Assert.Equal([Record(2, "b"), Record(1, null)], listed);
    }

    [Fact]
    public void One_in_flight_has_taken_the_time_until_now()
    {
        var inFlight = new CheckpointRecord(1, false, null, 0, DateTimeOffset.UnixEpoch, TimeSpan.Zero, null) { IsInFlight = true };
        Assert.Equal([inFlight with { Duration = TimeSpan.FromSeconds(90) }], CheckpointListing.Merge([inFlight], [], [], s_now));
    }

    private static CheckpointRecord Record(long id, string? path, bool isSavepoint = false) =>
        new(id, isSavepoint, path, 10, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(1), path is null ? "it failed" : null);
}
