namespace Millrace.Local;

/// <summary>How a run ended: the figures that <c>--json</c> prints.</summary>
/// <param name="JobId">The job.</param>
/// <param name="JobName">Its name.</param>
/// <param name="State">Finished, stopped, cancelled (ended by a signal without a last checkpoint) or failed.</param>
/// <param name="Parallelism">How many subtasks its operators had, where the definition gave them no other number.</param>
/// <param name="Records">How many records its sources read in the last attempt.</param>
/// <param name="Seconds">From start to end.</param>
/// <param name="Checkpoints">How many checkpoints were completed in this run.</param>
/// <param name="LastCheckpoint">The newest completed checkpoint, or 0.</param>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="CheckpointDirectory">The folder of checkpoints; null where it was a temporary one, and nothing can be restored from it, so that it is removed.</param>
/// <param name="Outputs">The local folders that its sinks wrote.</param>
/// <param name="DroppedTimers">How many processing-time timers were pending at the end of input, and were dropped.</param>
/// <param name="LateRecords">How many records its operators dropped as late since the job's beginning, as of the newest completed checkpoint.</param>
/// <param name="SkippedRecords">How many records failed and were skipped, likewise.</param>
/// <param name="FailedRecords">With how many records its operators threw in the last attempt, and skipped them or put them into a side output.</param>
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
