namespace Millrace.Core.Checkpoints;

/// <summary>
/// Decides what may be deleted: blobs whose checkpoint id is at most that of the latest completed checkpoint and that no retained manifest
/// references. New references go to referenced blobs or to higher ids, so a late sweep by a deposed leader is harmless.
/// </summary>
public static class Sweep
{
    /// <param name="head">A version of the head.</param>
    /// <param name="manifests">The manifests that it names.</param>
    /// <param name="names">The names of all blobs and manifests, each with the checkpoint that it was written for.</param>
    public static IReadOnlyList<string> Decide(
        JobHead head, IEnumerable<CheckpointManifest> manifests, IEnumerable<(string Name, long Checkpoint)> names)
    {
        if (head.Latest is not { } latest) return [];
        var reached = manifests.SelectMany(m => m.Blobs).Select(b => b.Name).Concat(head.Retained.Select(c => c.Manifest)).ToHashSet(StringComparer.Ordinal);
        return [.. names.Where(n => n.Checkpoint <= latest.Checkpoint && !reached.Contains(n.Name)).Select(n => n.Name)];
    }
}
