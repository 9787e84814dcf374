using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Core.Restoring;

/// <summary>Decides where the records in flight of a checkpoint go, and whether they can be read.</summary>
public static class InFlightRules
{
    /// <summary>Adds what prevents a definition from taking the records in flight, in words for the user.</summary>
    /// <param name="problems">The problems.</param>
    /// <param name="graph">The job.</param>
    /// <param name="checkpoint">The checkpoint, with the ids that operators have now.</param>
    /// <param name="allowDroppedState">Whether records that go nowhere are dropped.</param>
    public static void Check(List<string> problems, JobGraph graph, RestoredCheckpoint checkpoint, bool allowDroppedState)
    {
        var operators = graph.Operators.ToDictionary(static o => o.Id.Value, StringComparer.Ordinal);
        foreach (var (id, index) in checkpoint.Manifest.InFlight.Select(p => (checkpoint.Now(p.Operator), p.Input)).Distinct())
        {
            if (WrittenInput(checkpoint, id, index) is not { } written) problems.Add($"The checkpoint has records in flight to operator '{id}', and does not describe them.");
            else if (!operators.TryGetValue(id, out var now) || Match(written, now, checkpoint) is not { } at) Dropped(problems, id, written, allowDroppedState);
            else Compare(problems, id, written, now.Inputs[at]);
        }
    }

    /// <summary>Returns the description of an input as it was; null if the checkpoint has none.</summary>
    /// <param name="checkpoint">The checkpoint, with the ids that operators have now.</param>
    /// <param name="op">The operator's id.</param>
    /// <param name="input">The index of the input in the checkpoint.</param>
    public static OperatorInput? WrittenInput(RestoredCheckpoint checkpoint, string op, int input) =>
        checkpoint.Operators.FirstOrDefault(o => o.Id.Value == op)?.Inputs.ElementAtOrDefault(input);

    /// <summary>
    /// Returns the index of the input that takes the records in flight of an earlier one; null if there is none. An input of the same producer and partitioning is
    /// preferred to one of the same partitioning, and that to any other one that begins a chain.
    /// </summary>
    /// <param name="written">The input as it was.</param>
    /// <param name="now">The operator as it is.</param>
    /// <param name="checkpoint">The checkpoint.</param>
    public static int? Match(OperatorInput written, JobOperator now, RestoredCheckpoint checkpoint)
    {
        int? found = null;
        var best = -1;
        foreach (var (index, input) in now.Inputs.Index())
        {
            if (input.Input != written.Input || input.Partitioning == "forward") continue;
            var isLike = input.Partitioning == written.Partitioning;
            var isSame = isLike && input.From == checkpoint.Now(written.From) && input.SideOutput == written.SideOutput;
            var fit = isSame ? 2 : isLike ? 1 : 0;
            if (fit > best) (found, best) = (index, fit);
        }

        return found;
    }

    private static void Dropped(List<string> problems, string id, OperatorInput written, bool allowDroppedState)
    {
        if (allowDroppedState) return;
        problems.Add(
            $"The checkpoint has records in flight from operator '{written.From}' to operator '{id}', which has no such input now. Restore a savepoint, which has none in flight, or drop them with --allow-dropped-state.");
    }

    private static void Compare(List<string> problems, string id, OperatorInput written, OperatorInput now)
    {
        if (written.Schema == now.Schema) return;
        if (now.Schema.Length == 0)
        {
            problems.Add($"The records in flight to operator '{id}' cannot be read: their type can no longer be serialized.");
            return;
        }

        foreach (var mismatch in SchemaCompatibility.Check(Schema.Parse(written.Schema), Schema.Parse(now.Schema)))
            problems.Add($"The records in flight to operator '{id}' do not fit: {mismatch}");
    }
}
