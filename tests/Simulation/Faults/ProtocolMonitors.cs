using Millrace.Hosting.Blobs;
using Millrace.Runtime.Operators.Splits;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>The monitors of all jobs of a world, each by the id of its job.</summary>
/// <param name="blobs">The storage.</param>
/// <param name="onDrained">Called with a job's name and its splits when a drain of it has completed.</param>
internal sealed class ProtocolMonitors(IBlobStore blobs, Action<string, IReadOnlyList<SplitState>> onDrained)
{
    private readonly Dictionary<string, ProtocolMonitor> _jobs = new(StringComparer.Ordinal);

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>Returns the monitor of the job with an id.</summary>
    public ProtocolMonitor Of(string jobId)
    {
        if (!_jobs.TryGetValue(jobId, out var monitor)) _jobs.Add(jobId, monitor = new ProtocolMonitor(jobId, blobs, breach => Breach ??= breach, onDrained));
        return monitor;
    }

    /// <summary>Returns the monitor of the job with a name; null where there is none yet. A submission that got no further than its head has begun no attempt.</summary>
    public ProtocolMonitor? Named(string name) => _jobs.Values.Where(m => m.JobName == name).MaxBy(static m => m.Attempt);
}
