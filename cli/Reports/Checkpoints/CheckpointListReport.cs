namespace Millrace.Cli.Reports;

/// <param name="Checkpoints">The checkpoints, the newest first.</param>
internal sealed record CheckpointListReport(IReadOnlyList<CheckpointReport> Checkpoints);
