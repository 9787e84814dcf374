using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A checkpoint or savepoint of a job.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Status">completed, failed or in-progress.</param>
/// <param name="Kind">checkpoint or savepoint.</param>
/// <param name="Triggered">When it began.</param>
/// <param name="Seconds">How long it took; null where that is not known.</param>
/// <param name="Bytes">What it wrote; 0 where that is not known any more.</param>
/// <param name="Path">Where it is; null where it is not complete.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record CheckpointReport(long Id, string Status, string Kind, DateTime? Triggered, double? Seconds, long Bytes, string? Path, string? Failure)
{
    public static CheckpointReport Of(Checkpoint c) => new(
        c.Id, c.Status, c.Kind, c.Triggered?.ToDateTime(), c.Duration?.ToTimeSpan().TotalSeconds, c.Bytes, Given.OrNull(c.Path), Given.OrNull(c.Failure));
}
