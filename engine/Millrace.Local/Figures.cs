namespace Millrace.Local;

/// <summary>A job's metrics at one moment.</summary>
/// <param name="SourceRecords">The number of records that its sources have read in the newest attempt.</param>
/// <param name="FailedRecords">The number of that attempt's records for which an operator threw and continued.</param>
/// <param name="Checkpoints">The number of completed checkpoints and savepoints.</param>
/// <param name="Restarts">The number of restarts.</param>
internal sealed record Figures(long SourceRecords, long FailedRecords, long Checkpoints, long Restarts);
