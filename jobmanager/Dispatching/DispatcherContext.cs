using Millrace.Core.Hosts;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>What the jobs of a job manager share.</summary>
/// <param name="Blobs">The store of all durable data.</param>
/// <param name="Storage">The store's URI.</param>
/// <param name="Stores">Opens other stores, which users name.</param>
/// <param name="Host">Runs mail and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">The source of ids, seeds and jitter.</param>
/// <param name="Log">The log.</param>
/// <param name="Defaults">The options of jobs that do not set their own.</param>
internal sealed record DispatcherContext(
    IBlobStore Blobs,
    StorageUri Storage,
    IBlobStores Stores,
    IActivityHost Host,
    TimeProvider Time,
    Random Random,
    ILogger Log,
    JobMasterOptions Defaults)
{
    /// <summary>Measures the jobs; null where they are not measured.</summary>
    public EngineMeter? Meter { get; init; }

    /// <summary>Jobs that ended longer ago are removed, with artifacts that no job uses; null to keep all.</summary>
    public TimeSpan? Retention { get; init; }
}
