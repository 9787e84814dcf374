using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// Determines a checkpoint's contents from the one that it is based on: for each operator, state and key group, either a new base, or the earlier
/// base and increments followed by the new increment. The key group's owner does not matter, so a rescale keeps the chains.
/// </summary>
public static class ManifestChain
{
    /// <summary>The maximum number of increments in a chain, if the job's states leave room for that many.</summary>
    public const int Longest = 64;

    private const int Shortest = 2;

    /// <summary>The maximum number of blocks in a manifest: each takes about 17 bytes, and the manifest is rewritten at every checkpoint.</summary>
    private const int MostBlocks = 45_000;

    /// <summary>
    /// Returns how many increments a state may have in a key group after their base; beyond that, a backend writes a new base. The more states a job
    /// has, the fewer increments, so that its manifest stays below a megabyte however long it runs.
    /// </summary>
    public static int LongestFor(JobGraph graph)
    {
        // Timers are two more states, for event time and processing time.
        var tables = graph.Operators.Where(static o => o.KeySchema.Length > 0).Sum(static o => o.States.Count(static s => s.KeySchema.Length > 0) + 2);
        return Math.Clamp((MostBlocks / Math.Max(tables * graph.MaxParallelism, 1)) - 1, Shortest, Longest);
    }

    /// <param name="based">The manifest that the checkpoint is based on; null if the checkpoint is self-contained.</param>
    /// <param name="written">The blobs written by its subtasks.</param>
    /// <param name="operators">The job's operators; state of others is dropped.</param>
    /// <returns>The blobs, oldest first, each with the blocks that are still needed.</returns>
    public static IReadOnlyList<StateBlob> Next(CheckpointManifest? based, IReadOnlyList<StateBlob> written, IReadOnlyList<JobOperator> operators)
    {
        var states = operators.ToDictionary(static o => o.Id.Value, static o => o.States.Select(static s => s.Name).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var begunAnew = written.SelectMany(static b => b.Blocks).Where(static b => b.IsFull).Select(KeyOf).ToHashSet();
        var kept = (based?.Blobs ?? []).Select(b => b with { Blocks = [.. b.Blocks.Where(IsKept)] });
        // A full block without data only marks the earlier blocks of an empty table as no longer needed.
        var added = written.Select(static b => b with { Blocks = [.. b.Blocks.Where(static b => b.Length > 0)] });
        return [.. kept.Concat(added).Where(static b => b.Blocks.Count > 0)];

        bool IsKept(StateBlock block) =>
            block.KeyGroup >= 0
            && states.TryGetValue(block.Operator, out var own)
            && (own.Contains(block.State) || IsInternal(block.State))
            && !begunAnew.Contains(KeyOf(block));
    }

    private static (string Operator, string State, int KeyGroup) KeyOf(StateBlock block) => (block.Operator, block.State, block.KeyGroup);

    // The engine's own state, such as timers, is not declared.
    private static bool IsInternal(string state) => state.StartsWith('_');
}
