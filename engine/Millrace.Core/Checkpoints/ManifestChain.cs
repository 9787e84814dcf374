using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// What a checkpoint consists of, given the one that it is based on: for each operator, state and key group either a new base, or the
/// earlier base and increments with the new increment behind them. It does not matter who owned the key group, so a rescale keeps them.
/// </summary>
public static class ManifestChain
{
    /// <summary>How many increments a chain has where the job's states leave room for more.</summary>
    public const int Longest = 64;

    private const int Shortest = 2;

    /// <summary>How many blocks a manifest has at most: of each it has some 17 bytes, and it is written again at every checkpoint.</summary>
    private const int MostBlocks = 45_000;

    /// <summary>
    /// How many increments a state may have in a key group behind their base; before there are more, a backend begins anew. The more states a
    /// job has, the fewer, so that its manifest stays below a megabyte whatever it ran for.
    /// </summary>
    public static int LongestFor(JobGraph graph)
    {
        // Timers are two states more, by event time and by processing time.
        var tables = graph.Operators.Where(static o => o.KeySchema.Length > 0).Sum(static o => o.States.Count(static s => s.KeySchema.Length > 0) + 2);
        return Math.Clamp((MostBlocks / Math.Max(tables * graph.MaxParallelism, 1)) - 1, Shortest, Longest);
    }

    /// <param name="based">The manifest that the checkpoint is based on; null where it is complete in itself.</param>
    /// <param name="written">The blobs that its subtasks have written.</param>
    /// <param name="operators">The job's operators: what others had is dropped.</param>
    /// <returns>The blobs, the older ones first, each with the blocks that are still needed.</returns>
    public static IReadOnlyList<StateBlob> Next(CheckpointManifest? based, IReadOnlyList<StateBlob> written, IReadOnlyList<JobOperator> operators)
    {
        var states = operators.ToDictionary(static o => o.Id.Value, static o => o.States.Select(static s => s.Name).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var begunAnew = written.SelectMany(static b => b.Blocks).Where(static b => b.IsFull).Select(KeyOf).ToHashSet();
        var kept = (based?.Blobs ?? []).Select(b => b with { Blocks = [.. b.Blocks.Where(IsKept)] });
        // A table that has become empty says only that its earlier blocks are done with.
        var added = written.Select(static b => b with { Blocks = [.. b.Blocks.Where(static b => b.Length > 0)] });
        return [.. kept.Concat(added).Where(static b => b.Blocks.Count > 0)];

        bool IsKept(StateBlock block) =>
            block.KeyGroup >= 0
            && states.TryGetValue(block.Operator, out var own)
            && (own.Contains(block.State) || IsInternal(block.State))
            && !begunAnew.Contains(KeyOf(block));
    }

    private static (string Operator, string State, int KeyGroup) KeyOf(StateBlock block) => (block.Operator, block.State, block.KeyGroup);

    // State of the engine itself, as timers are, is not declared.
    private static bool IsInternal(string state) => state.StartsWith('_');
}
