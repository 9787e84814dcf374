using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Core.Restoring;

/// <summary>Decides whether a definition can be restored from a checkpoint; checked before the job runs.</summary>
public static class RestoreRules
{
    /// <summary>Returns what prevents it, in words for the user; empty if nothing does.</summary>
    public static IReadOnlyList<string> Check(JobGraph graph, RestoredCheckpoint checkpoint, bool allowDroppedState)
    {
        var (problems, manifest) = (new List<string>(), checkpoint.Manifest);
        if (graph.MaxParallelism != manifest.MaxParallelism)
        {
            problems.Add(
                $"The checkpoint has max parallelism {manifest.MaxParallelism}, the job {graph.MaxParallelism}: state cannot be redistributed. Start with --max-parallelism {manifest.MaxParallelism}.");
        }

        var operators = graph.Operators.ToDictionary(o => o.Id.Value, StringComparer.Ordinal);
        var followed = FormerIds.Follow(checkpoint, graph);
        InFlightRules.Check(problems, graph, followed, allowDroppedState);
        foreach (var old in followed.Operators.Where(o => o.HasState))
        {
            if (operators.TryGetValue(old.Id.Value, out var now) && now.HasState) CheckOperator(problems, old, now, allowDroppedState);
            else if (!allowDroppedState) problems.Add(Dropped(old, now));
        }

        return problems;
    }

    private static string Dropped(JobOperator old, JobOperator? now)
    {
        if (now is not null)
            return $"The checkpoint has state of operator '{old.Id}', then a {old.Kind} and now a {now.Kind} without state. Give the Uid '{old.Id}' to the operator that continues with it, or drop the state with --allow-dropped-state.";
        return $"The checkpoint has state of operator '{old.Id}', which the job does not define. Give an operator the Uid '{old.Id}', or drop the state with --allow-dropped-state.";
    }

    private static void CheckOperator(List<string> problems, JobOperator old, JobOperator now, bool allowDroppedState)
    {
        if (old.Role != now.Role)
            problems.Add($"Operator '{old.Id}' was a {old.Kind} and is a {now.Kind} now, whose state is of another kind. Give it another Uid.");
        else if (old.KeySchema.Length > 0 && now.KeySchema.Length > 0 && WhyKeysAreLost(old.KeySchema, now.KeySchema) is { } why)
            problems.Add($"The key of operator '{old.Id}' was {old.KeySchema} and is {now.KeySchema} now, and state is found by the bytes of its key: {why} Keep the key as it was, or give the operator another Uid.");
        else if (OtherParameters(old, now) is { Count: > 0 } others)
            problems.AddRange(others);
        else
            CheckStates(problems, old, now, allowDroppedState);
    }

    // If the checkpoint has no parameters for the operator, it dates from before they were recorded, or the operator had none.
    private static List<string> OtherParameters(JobOperator old, JobOperator now)
    {
        var values = now.Parameters.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
        return [.. old.Parameters
            .Where(p => values.GetValueOrDefault(p.Name) != p.Value)
            .Select(p => $"Operator '{old.Id}' ({now.Kind}) had {p.Name} {p.Value} and has {values.GetValueOrDefault(p.Name) ?? "none"} now; its state is valid only for the old value. Keep {p.Value}, or give the operator another Uid and drop its state with --allow-dropped-state.")];
    }

    private static void CheckStates(List<string> problems, JobOperator old, JobOperator now, bool allowDroppedState)
    {
        foreach (var state in old.States)
        {
            if (now.States.FirstOrDefault(s => s.Name == state.Name) is not { } current)
            {
                if (!allowDroppedState)
                    problems.Add($"The checkpoint has the state '{state.Name}' of operator '{old.Id}', which the job does not declare. Declare it, or drop it with --allow-dropped-state.");
                continue;
            }

            if (current.Kind != state.Kind)
                problems.Add($"State '{state.Name}' of operator '{old.Id}' was {state.Title} of {state.ValueSchema}, and is now {current.Title} of {current.ValueSchema}. Give it another name.");
            else if (state.MapKeySchema is { } was && current.MapKeySchema is { } isNow && WhyKeysAreLost(was, isNow) is { } why)
                problems.Add($"The keys of state '{state.Name}' of operator '{old.Id}' were {was} and are {isNow} now, and entries are found by the bytes of their keys: {why} Keep the keys as they were, or give the state another name.");
            else if (current.ValueSchema != state.ValueSchema)
                CheckSchema(problems, old, state, current);
        }
    }

    private static string? WhyKeysAreLost(string written, string current) => KeyCompatibility.WhyNot(Schema.Parse(written), Schema.Parse(current));

    private static void CheckSchema(List<string> problems, JobOperator old, StateDescriptor state, StateDescriptor current)
    {
        foreach (var mismatch in SchemaCompatibility.Check(ValueOf(state), ValueOf(current)))
            problems.Add($"State '{state.Name}' of operator '{old.Id}' does not fit: {mismatch}");
    }

    // Whether values have a time-to-live is not part of the type.
    private static Schema ValueOf(StateDescriptor state)
    {
        var schema = Schema.Parse(state.ValueSchema);
        return state.TimeToLive is null ? schema : ValueLives.ValueOf(schema);
    }
}
