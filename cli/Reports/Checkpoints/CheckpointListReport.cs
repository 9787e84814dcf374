namespace Millrace.Cli.Reports;

/// <param name="Checkpoints">The checkpoints, the newest first.</param>
/// <param name="Completed">How many were completed since the job manager has been running the job.</param>
/// <param name="Failed">How many failed since then.</param>
internal sealed record CheckpointListReport(IReadOnlyList<CheckpointReport> Checkpoints, long Completed, long Failed);
