namespace Millrace.Core.Checkpoints;

/// <summary>
/// Decides which leftovers may be deleted: blobs whose checkpoint id is at most that of the latest completed checkpoint and that no retained checkpoint
/// reaches. New references go to blobs that are reached or to higher ids, so a late deletion by a deposed leader is harmless.
/// </summary>
public static class Scavenging
{
    /// <param name="head">A version of the head.</param>
    /// <param name="reached">The names of all that its retained checkpoints reach.</param>
    /// <param name="names">The names of all blobs, each with the checkpoint that it was written for.</param>
    public static IReadOnlyList<string> Decide(JobHead head, IReadOnlySet<string> reached, IEnumerable<(string Name, long Checkpoint)> names) =>
        head.Latest is { } latest ? [.. names.Where(n => n.Checkpoint <= latest.Checkpoint && !reached.Contains(n.Name)).Select(static n => n.Name)] : [];
}
