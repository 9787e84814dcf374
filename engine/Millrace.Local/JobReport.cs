namespace Millrace.Local;

/// <summary>The result of a run, as printed by <c>--json</c>.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">Its name.</param>
/// <param name="State">finished, stopped, cancelled (ended by a signal without a last checkpoint) or failed.</param>
/// <param name="Parallelism">The parallelism of operators for which the definition sets none.</param>
/// <param name="Records">The number of records that its sources read in the last attempt.</param>
/// <param name="Seconds">The time from start to end.</param>
/// <param name="Checkpoints">The number of checkpoints completed in this run.</param>
/// <param name="LastCheckpoint">The newest completed checkpoint, or 0.</param>
/// <param name="Restarts">The number of restarts.</param>
/// <param name="CheckpointDirectory">The checkpoint folder; null where it was temporary, with nothing to restore, and was removed.</param>
/// <param name="Outputs">The local folders that its sinks wrote to.</param>
/// <param name="DroppedTimers">The number of processing-time timers that were pending at the end of input and were dropped.</param>
/// <param name="LateRecords">The number of records dropped as late since the job first started, as of the newest completed checkpoint.</param>
/// <param name="SkippedRecords">The number of records that failed and were skipped, counted likewise.</param>
/// <param name="FailedRecords">The number of records for which an operator threw in the last attempt, skipped or put into a side output.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record JobReport(
    string JobId,
    string JobName,
    string State,
    int Parallelism,
    long Records,
    double Seconds,
    long Checkpoints,
    long LastCheckpoint,
    long Restarts,
    string? CheckpointDirectory,
    IReadOnlyList<string> Outputs,
    long DroppedTimers,
    long LateRecords,
    long SkippedRecords,
    long FailedRecords,
    string? Failure);
