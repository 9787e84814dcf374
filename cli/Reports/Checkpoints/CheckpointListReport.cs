namespace Millrace.Cli.Reports;

/// <param name="Checkpoints">The checkpoints, the newest first.</param>
/// <param name="Completed">How many were completed since the job was submitted, as far as that was stored.</param>
/// <param name="Failed">How many failed, likewise.</param>
internal sealed record CheckpointListReport(IReadOnlyList<CheckpointReport> Checkpoints, long Completed, long Failed);
