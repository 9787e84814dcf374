using Millrace.Core.Jobs;

namespace Millrace.JobManager.Jobs;

/// <summary>The checkpoints that users have asked for, in addition to the periodic ones.</summary>
internal sealed class AskedCheckpoints
{
    private readonly List<(long From, Action<CheckpointRecord> OnEnd)> _asked = [];

    /// <summary>Whether anyone waits for one.</summary>
    public bool AreAsked => _asked.Count > 0;

    /// <summary>Takes a request, which the first checkpoint answers that starts after it, even if it fails.</summary>
    /// <param name="next">The next checkpoint id: one in flight has begun earlier.</param>
    /// <param name="onEnd">Whom to answer.</param>
    public void Add(long next, Action<CheckpointRecord> onEnd) => _asked.Add((next, onEnd));

    /// <summary>A checkpoint has ended, or a savepoint, which answers nobody here.</summary>
    public IReadOnlyList<JobEffect> End(CheckpointRecord record)
    {
        if (record.IsSavepoint) return [];
        var answered = _asked.FindAll(a => a.From <= record.Checkpoint);
        _asked.RemoveAll(a => a.From <= record.Checkpoint);
        return answered.ConvertAll(a => new JobEffect.Answer(() => a.OnEnd(record)));
    }
}
