using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// The blobs of state to which the latest completed checkpoint of a job refers, by subtask: after a rescale several refer to the same one. Built from the
/// acknowledgements, so that what a checkpoint frees is known without reading any index.
/// </summary>
public sealed class HeldBlobs
{
    private readonly Dictionary<SubtaskId, HashSet<string>> _held = [];
    private readonly Dictionary<string, int> _holders = new(StringComparer.Ordinal);
    private readonly HashSet<SubtaskId> _begun = [];

    /// <summary>A subtask gets a new attempt: what it holds is said anew.</summary>
    public void Begin(SubtaskId subtask) => _begun.Add(subtask);

    /// <summary>A checkpoint is complete.</summary>
    /// <returns>The blobs that no subtask holds any longer, in order.</returns>
    public IReadOnlyList<string> Complete(IEnumerable<SubtaskAcknowledgement> acknowledged)
    {
        var released = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var acknowledgement in acknowledged)
        {
            if (!_held.TryGetValue(acknowledgement.Subtask, out var held)) _held.Add(acknowledgement.Subtask, held = new HashSet<string>(StringComparer.Ordinal));
            IEnumerable<string> freed = _begun.Remove(acknowledgement.Subtask) ? [.. held, .. acknowledgement.Freed] : acknowledgement.Freed;
            foreach (var name in acknowledgement.Added)
            {
                if (held.Add(name)) _holders[name] = _holders.GetValueOrDefault(name) + 1;
            }

            var added = acknowledgement.Added.ToHashSet(StringComparer.Ordinal);
            foreach (var name in freed.Where(n => !added.Contains(n)))
            {
                if (held.Remove(name)) _holders[name]--;
                released.Add(name);
            }
        }

        released.RemoveWhere(n => _holders.GetValueOrDefault(n) > 0);
        foreach (var name in released) _holders.Remove(name);
        return [.. released];
    }
}
