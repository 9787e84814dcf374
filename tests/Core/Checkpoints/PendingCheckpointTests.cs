using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class PendingCheckpointTests
{
    private static readonly SubtaskId[] Subtasks = [new(0, 0), new(0, 1), new(1, 0)];

    private readonly PendingCheckpoint _pending = new(new CheckpointBarrier(5), Subtasks);

    [Fact]
    public void It_is_complete_when_all_have_acknowledged_in_any_order()
    {
        foreach (var subtask in Subtasks.Reverse())
        {
            Assert.False(_pending.IsComplete);
            Assert.True(_pending.Acknowledge(Of(subtask)));
        }

        Assert.True(_pending.IsComplete);
        Assert.Equal(Subtasks, _pending.Acknowledged.Select(a => a.Subtask));
    }

    [Fact]
    public void What_is_not_expected_is_not_taken()
    {
        Assert.True(_pending.Acknowledge(Of(Subtasks[0])));
        Assert.False(_pending.Acknowledge(Of(Subtasks[0])));
        Assert.False(_pending.Acknowledge(Of(Subtasks[1], checkpoint: 4)));
        Assert.False(_pending.Acknowledge(Of(new SubtaskId(7, 0))));
        Assert.Equal(Subtasks[1..], _pending.Missing);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_final_when_all_have_finished(bool last)
    {
        _pending.Acknowledge(Of(Subtasks[0], finished: true));
        _pending.Acknowledge(Of(Subtasks[1], finished: true));
        Assert.False(_pending.IsFinal);
        _pending.Acknowledge(Of(Subtasks[2], finished: last));
        Assert.Equal(last, _pending.IsFinal);
    }

    private static SubtaskAcknowledgement Of(SubtaskId subtask, long checkpoint = 5, bool finished = false) => new(subtask, checkpoint, finished, new SubtaskState(1, "n", []));
}
