namespace Millrace.Core.Checkpoints;

/// <summary>Puts the runs of the index of a subtask's state together.</summary>
public static class IndexRuns
{
    /// <summary>Returns the blobs with the blocks that the checkpoint consists of; for each key group oldest first.</summary>
    /// <param name="checkpoint">The checkpoint.</param>
    /// <param name="runs">The runs, oldest first, with their contents.</param>
    public static IReadOnlyList<StateBlob> Resolve(long checkpoint, IEnumerable<(IndexRun Run, IReadOnlyList<StateBlob> Blobs)> runs)
    {
        var resolved = new List<StateBlob>();
        foreach (var (run, blobs) in runs)
        {
            var begunAnew = blobs.SelectMany(static b => b.Blocks).Where(static b => b.IsFull).Select(static b => b.Key).ToHashSet();
            // State without a key is written with each checkpoint: what is in an older run is not part of this one.
            resolved = [
                .. resolved.WithBlocks(b => !begunAnew.Contains(b.Key)),
                .. blobs.WithBlocks(b => b.Length > 0 && (b.KeyGroup >= 0 || run.Checkpoint == checkpoint))];
        }

        return resolved;
    }

    /// <summary>Returns the blobs with some of their blocks, without those of which none is left.</summary>
    /// <param name="blobs">The blobs.</param>
    /// <param name="isWanted">Selects the blocks.</param>
    public static IEnumerable<StateBlob> WithBlocks(this IEnumerable<StateBlob> blobs, Func<StateBlock, bool> isWanted) =>
        blobs.Select(b => b with { Blocks = [.. b.Blocks.Where(isWanted)] }).Where(static b => b.Blocks.Count > 0);
}
