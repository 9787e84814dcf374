using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Reports;

/// <summary>A checkpoint or savepoint of a job.</summary>
/// <param name="Id">The checkpoint's id.</param>
/// <param name="Status">completed, failed or in-progress.</param>
/// <param name="Kind">checkpoint or savepoint.</param>
/// <param name="Triggered">When it was triggered.</param>
/// <param name="Seconds">How long it took; null where that is not known.</param>
/// <param name="Bytes">The number of bytes written; 0 where that is no longer known.</param>
/// <param name="Path">Its path; null where it is not complete.</param>
/// <param name="Failure">Why it failed; null where it did not.</param>
internal sealed record CheckpointReport(long Id, string Status, string Kind, DateTime? Triggered, double? Seconds, long Bytes, string? Path, string? Failure)
{
    public static CheckpointReport Of(Checkpoint c) => new(
        c.Id, c.Status, c.Kind, c.Triggered?.ToDateTime(), c.Duration?.ToTimeSpan().TotalSeconds, c.Bytes, Given.OrNull(c.Path), Given.OrNull(c.Failure));
}
