using Microsoft.Extensions.Logging;
using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>What the jobs of a job manager share.</summary>
/// <param name="Blobs">Where all is remembered.</param>
/// <param name="Directory">The folder in which that is; null where it is in none.</param>
/// <param name="Host">What runs mail and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">Where ids, seeds and jitter come from.</param>
/// <param name="Log">The log.</param>
/// <param name="Meter">What measures the jobs.</param>
/// <param name="Defaults">How jobs are run that say nothing else.</param>
internal sealed record DispatcherContext(
    IBlobStore Blobs,
    string? Directory,
    IActivityHost Host,
    TimeProvider Time,
    Random Random,
    ILogger Log,
    EngineMeter? Meter,
    JobMasterOptions Defaults)
{
    /// <summary>Jobs that ended longer ago are removed, with artifacts that no job uses; null to keep all.</summary>
    public TimeSpan? Retention { get; init; }
}
