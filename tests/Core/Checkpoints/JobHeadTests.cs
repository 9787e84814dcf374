using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class JobHeadTests
{
    private static readonly JobHead First = JobHead.Create("job-1", "job", 8).BeginAttempt(1, 0);

    [Fact]
    public void An_attempt_begins_a_new_block_of_ids_and_abandons_what_is_after_its_checkpoint()
    {
        var head = First.Complete(Of(1), 3).Complete(Of(2), 3).End(HeadState.Failed).BeginAttempt(4, restored: 1);
        Assert.Equal(new ExecutionAttempt("job-1", 2), head.Execution);
        Assert.Equal((HeadState.Running, 2L * JobHead.IdBlock), (head.State, head.ReservedIds));
        Assert.Equal([Of(1)], head.Retained);
    }

    [Fact]
    public void Only_the_newest_checkpoints_are_kept()
    {
        var head = Enumerable.Range(1, 5).Aggregate(First, (h, i) => h.Complete(Of(i), retain: 2));
        Assert.Equal([Of(4), Of(5)], head.Retained);
        Assert.Equal(Of(5), head.Latest);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(JobHead.IdBlock + 1)]
    public void An_id_that_was_used_or_is_not_reserved_is_refused(long id) =>
        Assert.Throws<InvalidOperationException>(() => First.Complete(Of(3), 3).Complete(Of(id), 3));

    [Fact]
    public void Going_back_leaves_a_checkpoint_or_a_savepoint_as_the_latest()
    {
        var head = First.Complete(Of(1), 3).Complete(Of(4), 3).Complete(Of(6), 3);
        Assert.Equal([Of(1), Of(4)], head.AsOf(Of(4)).Retained);
        var savepoint = new RetainedCheckpoint(5, "savepoint");
        Assert.Equal([Of(1), Of(4), savepoint], head.AsOf(savepoint).Retained);
    }

    [Fact]
    public void A_return_to_an_earlier_checkpoint_abandons_what_was_taken_since_then()
    {
        var head = First.Complete(Of(1), 3).Complete(Of(4), 3).AsOf(Of(1)).BeginAttempt(2, restored: 1);
        Assert.Equal(new Fallback(1, JobHead.IdBlock), head.AbandonmentOf(5));
        Assert.NotNull(head.AbandonmentOf(4));
        Assert.Null(head.AbandonmentOf(1));
        Assert.Null(head.AbandonmentOf(JobHead.IdBlock + 1));
    }

    [Fact]
    public void A_savepoint_that_is_restored_abandons_those_of_other_attempts_since_then()
    {
        var head = First.Complete(Of(1), 3).BeginAttempt(1, restored: 1).AsOf(Of(5)).BeginAttempt(2, restored: 5);
        Assert.NotNull(head.AbandonmentOf(JobHead.IdBlock + 1));
        Assert.Null(head.AbandonmentOf(4));
        Assert.Null(head.AsOf(Of(5)).AbandonmentOf((2 * JobHead.IdBlock) + 1));
    }

    [Fact]
    public void A_recovery_from_the_latest_checkpoint_abandons_no_savepoint()
    {
        Assert.Null(First.Complete(Of(1), 3).BeginAttempt(1, restored: 1).AbandonmentOf(2));
        Assert.Null(First.BeginAttempt(1, restored: 0).AbandonmentOf(1));
    }

    [Fact]
    public void A_head_that_was_passed_over_may_have_published_more() =>
        Assert.NotNull((First.Complete(Of(1), 3) with { PassedOver = ["head is damaged"] }).BeginAttempt(1, restored: 1).AbandonmentOf(2));

    [Fact]
    public void Returns_that_a_longer_one_includes_are_forgotten()
    {
        var head = First;
        foreach (var (completed, restored) in new[] { (10L, 2L), (1010L, 5L), (2010L, 1001L), (3010L, 5L) })
            head = head.Complete(Of(completed), 3).AsOf(Of(restored)).BeginAttempt(1, restored);
        Assert.Equal([new Fallback(2, JobHead.IdBlock), new Fallback(5, 4L * JobHead.IdBlock)], head.Fallbacks);
        Assert.Null(head.AbandonmentOf(2));
        Assert.Equal(5, head.AbandonmentOf(1001)!.Restored);
    }

    [Fact]
    public void A_permit_comes_from_a_head_that_names_a_checkpoint()
    {
        Assert.Null(CommitPermit.From(First));
        var permit = CommitPermit.From(First.Complete(Of(1), 3).Complete(Of(2), 3))!;
        Assert.Equal((First.Execution, 2L), (permit.Attempt, permit.Checkpoint));
    }

    private static RetainedCheckpoint Of(long id) => new(id, $"manifest-{id}");
}
