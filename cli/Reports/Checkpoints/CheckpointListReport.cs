namespace Millrace.Cli.Reports;

/// <param name="Checkpoints">The newest first.</param>
internal sealed record CheckpointListReport(IReadOnlyList<CheckpointReport> Checkpoints);
