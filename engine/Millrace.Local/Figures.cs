namespace Millrace.Local;

/// <summary>A job's figures at a time.</summary>
/// <param name="SourceRecords">How many records its sources have read in the newest attempt.</param>
/// <param name="LateRecords">How many of that attempt's records were dropped as late.</param>
/// <param name="FailedRecords">With how many of them an operator threw and went on.</param>
/// <param name="Checkpoints">How many checkpoints and savepoints were completed.</param>
/// <param name="Restarts">How many restarts there were.</param>
/// <param name="DroppedTimers">How many processing-time timers the end of input dropped.</param>
internal sealed record Figures(long SourceRecords, long LateRecords, long FailedRecords, long Checkpoints, long Restarts, long DroppedTimers);
