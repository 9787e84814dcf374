namespace Millrace.Core.Checkpoints;

/// <summary>
/// Decides which blobs may be deleted when a checkpoint is no longer retained, from the changes of the head that this leader has made itself: those that
/// completed checkpoints have freed, up to the oldest that is retained. Their ids are at most that of the latest checkpoint; what another leader writes has
/// higher ids, and refers to what a retained checkpoint reaches, so that a deposed leader that deletes late does no harm.
/// </summary>
public sealed class FreedBlobs
{
    private readonly SortedDictionary<long, IReadOnlyList<string>> _freed = [];

    /// <summary>A checkpoint is complete.</summary>
    /// <param name="before">The head before it.</param>
    /// <param name="after">The head that names it.</param>
    /// <param name="freed">What the checkpoint does not need and its base did, its index included.</param>
    /// <returns>What may be deleted now.</returns>
    public IReadOnlyList<string> Complete(JobHead before, JobHead after, IReadOnlyList<string> freed)
    {
        _freed[after.Latest!.Checkpoint] = freed;
        var retained = after.Retained.Select(static c => c.Manifest).ToHashSet(StringComparer.Ordinal);
        var deletable = before.Retained.Select(static c => c.Manifest).Where(m => !retained.Contains(m)).ToList();
        foreach (var checkpoint in _freed.Keys.Where(c => c <= after.Retained[0].Checkpoint).ToList())
        {
            deletable.AddRange(_freed[checkpoint]);
            _freed.Remove(checkpoint);
        }

        return deletable;
    }
}
