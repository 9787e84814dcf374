using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Tests;

public sealed class LossCountTests
{
    private static readonly SubtaskId First = new(0, 0);
    private static readonly SubtaskId Second = new(1, 1);

    [Fact]
    public void What_a_subtask_has_dropped_is_counted_once_however_often_it_restarts()
    {
        var losses = new LossCount(new Losses(1, 0, 0));
        losses.Complete([Lost(First, 2), Lost(Second, 4)]);
        Assert.Equal(7, losses.Total.LateRecords);
        losses.Begin(First);
        Assert.Equal(7, losses.Total.LateRecords);
        Assert.Equal(1 + 2 + 1 + 5, losses.With([Lost(First, 1), Lost(Second, 5)]).LateRecords);
        losses.Complete([Lost(First, 1), Lost(Second, 5)]);
        Assert.Equal(9, losses.Total.LateRecords);
    }

    private static SubtaskAcknowledgement Lost(SubtaskId subtask, long late) => new(subtask, 1, false, new SubtaskState(1, "n", [])) { Losses = new Losses(late, 0, 0) };
}
