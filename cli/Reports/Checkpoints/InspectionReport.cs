using Millrace.Core.Graph;
using Millrace.Hosting.Checkpoints;

namespace Millrace.Cli.Reports;

/// <summary>What is in a checkpoint.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Name">The job's name.</param>
/// <param name="Checkpoint">The checkpoint's id.</param>
/// <param name="Kind">checkpoint or savepoint.</param>
/// <param name="Path">The path or URI of its manifest.</param>
/// <param name="KeyGroups">The number of key groups of the job.</param>
/// <param name="Finished">Whether all input had been processed.</param>
/// <param name="Bytes">The bytes of all blocks.</param>
/// <param name="States">The states, those of the engine included, whose names begin with an underscore.</param>
/// <param name="Damage">What is missing or damaged.</param>
internal sealed record InspectionReport(
    string Job, string Name, long Checkpoint, string Kind, string Path, int KeyGroups, bool Finished, long Bytes, IReadOnlyList<InspectedStateReport> States, IReadOnlyList<string> Damage)
{
    public static InspectionReport Of(InspectedCheckpoint inspected, string path)
    {
        var manifest = inspected.Manifest;
        var operators = inspected.Operators.ToDictionary(static o => o.Id.Value, StringComparer.Ordinal);
        var kept = inspected.States.Select(s => (s.Operator, s.State)).ToHashSet();
        // What is declared and has nothing is listed too.
        var empty = inspected.Operators.SelectMany(o => o.States.Where(s => !kept.Contains((o.Id.Value, s.Name))).Select(s => new InspectedState(o.Id.Value, s.Name)));
        return new InspectionReport(
            manifest.JobId,
            manifest.JobName,
            manifest.Checkpoint,
            manifest.IsSavepoint ? "savepoint" : "checkpoint",
            path,
            manifest.MaxParallelism,
            manifest.Finished,
            inspected.States.Sum(static s => s.Bytes),
            [.. inspected.States.Concat(empty).OrderBy(static s => s.Operator, StringComparer.Ordinal).ThenBy(static s => s.State, StringComparer.Ordinal)
                .Select(s => InspectedStateReport.Of(s, operators.GetValueOrDefault(s.Operator)))],
            inspected.Damage);
    }
}

/// <summary>What a checkpoint has of a state.</summary>
/// <param name="Operator">The operator's id.</param>
/// <param name="State">The state's name.</param>
/// <param name="Kind">Its kind, such as value or map; engine for the engine's own, such as timers.</param>
/// <param name="Key">The schema of the record's key; null where it has none.</param>
/// <param name="Value">The schema of the values; null where that is not known.</param>
/// <param name="KeyGroups">The number of key groups of which there is something; null where it has no key.</param>
/// <param name="Blocks">The number of blocks.</param>
/// <param name="Bytes">Their bytes.</param>
internal sealed record InspectedStateReport(string Operator, string State, string Kind, string? Key, string? Value, int? KeyGroups, int Blocks, long Bytes)
{
    public static InspectedStateReport Of(InspectedState state, JobOperator? op)
    {
        var declared = op?.States.FirstOrDefault(s => s.Name == state.State);
        return new InspectedStateReport(
            state.Operator,
            state.State,
            declared?.Kind ?? (state.State.StartsWith('_') ? "engine" : "unknown"),
            Given.OrNull(declared?.KeySchema ?? ""),
            declared?.ValueSchema,
            state.KeyGroups.Contains(-1) ? null : state.KeyGroups.Count,
            state.Blocks,
            state.Bytes);
    }
}
