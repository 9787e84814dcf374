using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Savepoints of a job that keeps running: one answers every request made before it completed.</summary>
public sealed partial class JobMaster
{
    private readonly Queue<Action<SavepointResult>> _savepoints = new();

    /// <summary>Takes a savepoint; the answer comes on the mailbox.</summary>
    public void Savepoint(Action<SavepointResult> onEnd) => _mailbox.Post(() =>
    {
        _savepoints.Enqueue(onEnd);
        if (WhyItEnds is { } why) FailSavepoints(why);
        else TriggerCheckpoint();
    });

    /// <summary>A savepoint of a running job yields no permit: its epochs go out with the next checkpoint.</summary>
    private void SavepointCompleted(Execution execution, PendingCheckpoint pending, string path)
    {
        while (_savepoints.TryDequeue(out var onEnd)) onEnd(new SavepointResult(path, null));
        if (Current(execution.Attempt) is null || execution.Pending != pending) return;
        execution.Pending = null;
        CountCompleted(pending, path);
        _failedCheckpoints = 0;
        LogCheckpoint(_job.JobId, pending.Checkpoint);
        ScheduleNext(execution);
    }

    private void FailSavepoints(string reason)
    {
        while (_savepoints.TryDequeue(out var onEnd)) onEnd(new SavepointResult(null, reason));
    }
}
