using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;

namespace Millrace.Core.Restoring;

/// <summary>
/// Selects what a subtask restores from a checkpoint: the state of its key groups, and all state without a key, but of copied state only one copy.
/// </summary>
/// <param name="checkpoint">The checkpoint.</param>
/// <param name="operators">The operators of the subtask.</param>
/// <param name="assignment">The subtasks that own the key groups now.</param>
/// <param name="subtask">The subtask's index.</param>
/// <param name="parallelism">The number of subtasks.</param>
public sealed class RestoreSelection(RestoredCheckpoint checkpoint, IReadOnlyList<JobOperator> operators, KeyGroupAssignment assignment, int subtask, int parallelism)
{
    private readonly Dictionary<string, HashSet<string>> _states = operators.ToDictionary(
        static o => o.Id.Value, static o => o.States.Select(static s => s.Name).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private readonly HashSet<(string Operator, string State)> _copied =
        [.. checkpoint.Operators.SelectMany(static o => o.States.Where(static s => s.IsCopied).Select(s => (o.Id.Value, s.Name)))];

    /// <summary>The runs of indexes to read, oldest first for each old subtask.</summary>
    public IReadOnlyList<RestoredRun> Runs { get; } = RunsOf(checkpoint, operators, assignment, subtask);

    /// <summary>Selects the blocks.</summary>
    /// <param name="indexes">The contents of <see cref="Runs"/>, in order.</param>
    /// <returns>The blobs with the selected blocks, which have the ids that their operators have now; for each key group oldest first.</returns>
    public RestoredState Select(IEnumerable<IReadOnlyList<StateBlob>> indexes)
    {
        var (withoutKey, byKey) = (new List<(StateBlob, int)>(), new List<StateBlob>());
        var inFlight = new InFlightSelection(checkpoint, operators, assignment, subtask, parallelism);
        foreach (var old in Runs.Zip(indexes).GroupBy(static r => (r.First.Vertex, r.First.Subtask)))
        {
            var blobs = IndexRuns.Resolve(checkpoint.Manifest.Checkpoint, old.Select(static r => (r.First.Run, r.Second)))
                .Select(b => b with { Blocks = [.. b.Blocks.Select(k => k with { Operator = checkpoint.Now(k.Operator) })] })
                .WithBlocks(IsWanted)
                .ToList();
            inFlight.Add(old.Key.Vertex, blobs.WithBlocks(static b => InFlightState.Is(b.State)));
            withoutKey.AddRange(blobs.WithBlocks(b => b.KeyGroup < 0 && !InFlightState.Is(b.State) && IsOwnCopy(b, old.Key.Vertex, old.Key.Subtask)).Select(b => (b, old.Key.Subtask)));
            byKey.AddRange(blobs.WithBlocks(b => b.KeyGroup >= 0 && assignment.OwnerOf(b.KeyGroup) == subtask));
        }

        return new RestoredState(withoutKey, byKey, inFlight.Selected);
    }

    private static IReadOnlyList<RestoredRun> RunsOf(RestoredCheckpoint checkpoint, IReadOnlyList<JobOperator> operators, KeyGroupAssignment assignment, int subtask)
    {
        var (ids, own) = (operators.Select(static o => o.Id.Value).ToHashSet(StringComparer.Ordinal), assignment.OwnedBy(subtask).ToList());
        var runs = new List<RestoredRun>();
        foreach (var (vertex, state) in checkpoint.Manifest.Vertices.Index())
        {
            var senders = checkpoint.Manifest.InFlight.Where(p => p.Vertex == vertex && ids.Contains(checkpoint.Now(p.Operator))).Select(static p => p.Subtask).ToHashSet();
            var isOwn = state.Operators.Any(o => ids.Contains(checkpoint.Now(o)));
            if (!isOwn && senders.Count == 0) continue;
            var owners = own.Where(g => g < state.Assignment.MaxParallelism).Select(state.Assignment.OwnerOf).ToHashSet();
            foreach (var (old, indexed) in state.Subtasks.Index())
            {
                foreach (var run in indexed.Runs)
                {
                    // State without a key is in the run of the checkpoint itself, and so are records in flight.
                    var isLatest = run.Checkpoint == checkpoint.Manifest.Checkpoint;
                    if (isOwn ? isLatest || owners.Contains(old) : isLatest && senders.Contains(old)) runs.Add(new RestoredRun(vertex, old, run));
                }
            }
        }

        return runs;
    }

    // The engine's own state, such as timers, is not declared.
    private bool IsWanted(StateBlock block) =>
        _states.TryGetValue(block.Operator, out var states) && (block.State.StartsWith('_') || states.Contains(block.State));

    private bool IsOwnCopy(StateBlock block, int vertex, int old) =>
        !_copied.Contains((block.Operator, block.State)) || old == Redistribution.CopyOf(subtask, checkpoint.Manifest.Vertices[vertex].Subtasks.Count);
}

/// <summary>A run of the index of an old subtask.</summary>
/// <param name="Vertex">The index of its vertex at the time.</param>
/// <param name="Subtask">Its index.</param>
/// <param name="Run">The run.</param>
public readonly record struct RestoredRun(int Vertex, int Subtask, IndexRun Run);

/// <summary>What a subtask restores.</summary>
/// <param name="WithoutKey">State without a key, each blob with the old subtask that wrote it, in their order.</param>
/// <param name="ByKey">State by key group.</param>
/// <param name="InFlight">Records in flight, in the order in which they are worked off; other subtasks may get some of the same blocks, and take other records of them.</param>
public sealed record RestoredState(IReadOnlyList<(StateBlob Blob, int Subtask)> WithoutKey, IReadOnlyList<StateBlob> ByKey, IReadOnlyList<StateBlob> InFlight);
