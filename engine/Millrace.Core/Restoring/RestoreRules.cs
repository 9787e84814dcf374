using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Core.Restoring;

/// <summary>Whether a definition can go on from a checkpoint; judged before the job runs.</summary>
public static class RestoreRules
{
    /// <summary>What stands against it, in words for the user; empty where nothing does.</summary>
    public static IReadOnlyList<string> Check(JobGraph graph, CheckpointManifest manifest, bool allowDroppedState)
    {
        var problems = new List<string>();
        if (graph.MaxParallelism != manifest.MaxParallelism)
        {
            problems.Add(
                $"The checkpoint has max parallelism {manifest.MaxParallelism}, the job {graph.MaxParallelism}: state cannot be dealt anew. Start with --max-parallelism {manifest.MaxParallelism}.");
        }

        var operators = graph.Operators.ToDictionary(o => o.Id.Value, StringComparer.Ordinal);
        foreach (var old in manifest.Operators)
        {
            if (operators.TryGetValue(old.Id.Value, out var now)) CheckStates(problems, old, now, allowDroppedState);
            else if (old.HasState && !allowDroppedState)
                problems.Add($"The checkpoint has state of operator '{old.Id}', which the job does not define. Give an operator the Uid '{old.Id}', or drop the state with --allow-dropped-state.");
        }

        return problems;
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

            if (current.Kind != state.Kind || current.KeySchema != state.KeySchema)
                problems.Add($"State '{state.Name}' of operator '{old.Id}' was {state.Title}, and is now {current.Title}. Give it another name.");
            else if (current.ValueSchema != state.ValueSchema)
                CheckSchema(problems, old, state, current);
        }
    }

    private static void CheckSchema(List<string> problems, JobOperator old, StateDescriptor state, StateDescriptor current)
    {
        foreach (var mismatch in SchemaCompatibility.Check(Schema.Parse(state.ValueSchema), Schema.Parse(current.ValueSchema)))
            problems.Add($"State '{state.Name}' of operator '{old.Id}' does not fit: {mismatch}");
    }
}
