using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A checkpoint or savepoint of a job.</summary>
/// <param name="Id">The checkpoint's id.</param>
/// <param name="Status">completed, failed or in-progress.</param>
/// <param name="Kind">checkpoint, savepoint, stop, drain or rescale.</param>
/// <param name="Triggered">When it was triggered.</param>
/// <param name="Seconds">How long it took, or has taken until now; null where that is not known.</param>
/// <param name="Bytes">The number of bytes written; 0 where that is no longer known.</param>
/// <param name="StateBytes">The size of all state to which it refers; 0 where that is no longer known.</param>
/// <param name="Subtasks">The number of subtasks; 0 where that is no longer known.</param>
/// <param name="Acknowledged">How many of them have acknowledged it.</param>
/// <param name="Phases">How long its phases took.</param>
/// <param name="Slowest">The subtask that was last to acknowledge it; null where not all have.</param>
/// <param name="LongestAlignment">The subtask that waited longest for the barriers of all its inputs; null where none has acknowledged it.</param>
/// <param name="Path">Its path; null where it is not complete, or no longer kept.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record CheckpointReport(
    long Id,
    string Status,
    string Kind,
    DateTime? Triggered,
    double? Seconds,
    long Bytes,
    long StateBytes,
    int Subtasks,
    int Acknowledged,
    CheckpointPhasesReport Phases,
    SubtaskPartReport? Slowest,
    SubtaskPartReport? LongestAlignment,
    string? Path,
    string? Failure)
{
    /// <summary>Whether barriers have overtaken records, which are part of it.</summary>
    public bool Unaligned { get; init; }

    /// <summary>The length of these records.</summary>
    public long InFlightBytes { get; init; }

    public static CheckpointReport Of(Checkpoint c) => new(
        c.Id,
        c.Status,
        c.Kind,
        c.Triggered?.ToDateTime(),
        c.Duration.Seconds(),
        c.Bytes,
        c.StateBytes,
        c.Subtasks,
        c.Acknowledged,
        new CheckpointPhasesReport(c.Phases?.Subtasks.Seconds(), c.Phases?.Manifest.Seconds(), c.Phases?.Head.Seconds(), c.Phases?.Publishing.Seconds()),
        SubtaskPartReport.OrNull(c.Slowest),
        SubtaskPartReport.OrNull(c.LongestAlignment),
        Given.OrNull(c.Path),
        Given.OrNull(c.Failure))
    {
        Unaligned = c.Unaligned,
        InFlightBytes = c.InFlightBytes,
    };
}

/// <summary>How long the phases of a checkpoint took, in seconds; null for those that were not reached, or are not known.</summary>
/// <param name="Subtasks">From the trigger until all subtasks had acknowledged it.</param>
/// <param name="Manifest">Writing its manifest.</param>
/// <param name="Head">Naming it in the job's head.</param>
/// <param name="Publishing">From then until all sinks had published what it permits.</param>
internal sealed record CheckpointPhasesReport(double? Subtasks, double? Manifest, double? Head, double? Publishing);

/// <summary>A subtask's part of a checkpoint.</summary>
/// <param name="Operators">The names of its operators.</param>
/// <param name="Index">Its index.</param>
/// <param name="Seconds">The time from the trigger to its acknowledgement.</param>
/// <param name="Alignment">The seconds from its first barrier to its last one.</param>
/// <param name="Copying">The seconds for which it stood still while state was copied.</param>
/// <param name="Upload">The seconds from the first part of its state that was ready, until all of it was stored.</param>
/// <param name="Bytes">The number of bytes that it wrote.</param>
/// <param name="StateBytes">The size of all its state.</param>
internal sealed record SubtaskPartReport(string Operators, int Index, double Seconds, double Alignment, double Copying, double Upload, long Bytes, long StateBytes)
{
    public static SubtaskPartReport? OrNull(SubtaskPart? part) => part is null ? null : new SubtaskPartReport(
        part.Operators,
        part.Index,
        part.Duration.Seconds() ?? 0,
        part.Alignment.Seconds() ?? 0,
        part.Copying.Seconds() ?? 0,
        part.Upload.Seconds() ?? 0,
        part.Bytes,
        part.StateBytes);
}
