using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;

namespace Millrace.Core.Restoring;

/// <summary>
/// Selects the blocks of records in flight that a subtask reads: of keyed records those that were sent to subtasks whose key groups it owns now, of rebalanced
/// ones every n-th, and otherwise all. What was in a consumer's input comes before what still was with its producers.
/// </summary>
internal sealed class InFlightSelection(RestoredCheckpoint checkpoint, IReadOnlyList<JobOperator> operators, KeyGroupAssignment assignment, int subtask, int parallelism)
{
    private readonly List<StateBlob> _received = [];
    private readonly List<StateBlob> _sent = [];
    private readonly Dictionary<(string Operator, int Input), int> _dealt = [];
    private readonly HashSet<int> _own = [.. assignment.OwnedBy(subtask)];

    public IReadOnlyList<StateBlob> Selected => [.. Deal(_received), .. Deal(_sent)];

    /// <summary>Adds the blocks of an old subtask, whose operators have the ids of now.</summary>
    public void Add(int vertex, IEnumerable<StateBlob> blobs)
    {
        var consumers = checkpoint.Manifest.Vertices[vertex].Operators.Select(checkpoint.Now).ToHashSet(StringComparer.Ordinal);
        foreach (var blob in blobs) (consumers.Contains(blob.Blocks[0].Operator) ? _received : _sent).Add(blob);
    }

    private IEnumerable<StateBlob> Deal(List<StateBlob> blobs) => blobs.WithBlocks(IsWanted);

    private bool IsWanted(StateBlock block)
    {
        var (input, to) = InFlightState.Parse(block.State);
        var now = operators.First(o => o.Id.Value == block.Operator);
        if (InFlightRules.WrittenInput(checkpoint, block.Operator, input) is not { } written || InFlightRules.Match(written, now, checkpoint) is not { } at) return false;
        return now.Inputs[at].Partitioning switch
        {
            "key" => written.Partitioning != "key" || OwnedThen(block.Operator, to) is not { } then || then.Any(_own.Contains),
            "rebalance" => Next((block.Operator, at)) == subtask,
            _ => true,
        };
    }

    private IEnumerable<int>? OwnedThen(string op, int to) =>
        checkpoint.Manifest.Vertices.FirstOrDefault(v => v.Operators.Select(checkpoint.Now).Contains(op))?.Assignment.OwnedBy(to);

    private int Next((string Operator, int Input) input)
    {
        var next = _dealt.GetValueOrDefault(input);
        _dealt[input] = next + 1;
        return next % parallelism;
    }
}
