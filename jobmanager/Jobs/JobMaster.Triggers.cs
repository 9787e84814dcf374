using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>Checkpoints that a user requests, in addition to the periodic ones.</summary>
public sealed partial class JobMaster
{
    private readonly List<(long From, Action<CheckpointRecord> OnEnd)> _asked = [];

    /// <summary>Takes a checkpoint now; the answer comes on the mailbox, with the first one that starts after this call, even if it fails.</summary>
    public void Checkpoint(Action<CheckpointRecord> onEnd) => _mailbox.Post(() =>
    {
        if (WhyItEnds is { } why)
        {
            onEnd(new CheckpointRecord(0, false, null, 0, _time.GetUtcNow(), TimeSpan.Zero, why));
            return;
        }

        // A checkpoint in flight started earlier.
        _asked.Add((_execution?.NextId ?? 0, onEnd));
        TriggerCheckpoint();
    });

    private void AnswerAsked(CheckpointRecord record)
    {
        if (record.IsSavepoint) return;
        foreach (var asked in _asked.Where(a => a.From <= record.Checkpoint).ToList())
        {
            _asked.Remove(asked);
            asked.OnEnd(record);
        }
    }
}
