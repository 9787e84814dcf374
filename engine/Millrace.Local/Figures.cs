namespace Millrace.Local;

/// <summary>A job's figures at a time.</summary>
/// <param name="SourceRecords">How many records its sources have read in the newest attempt.</param>
/// <param name="FailedRecords">With how many of that attempt's records an operator threw and went on.</param>
/// <param name="Checkpoints">How many checkpoints and savepoints were completed.</param>
/// <param name="Restarts">How many restarts there were.</param>
internal sealed record Figures(long SourceRecords, long FailedRecords, long Checkpoints, long Restarts);
