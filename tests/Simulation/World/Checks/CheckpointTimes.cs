using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Sees that a checkpoint completes where nothing fails meanwhile: neither a timeout nor another attempt may hide a task that waits for what
/// never comes, or does what it was not told.
/// </summary>
/// <param name="scheduler">Tells the time.</param>
/// <param name="lastFault">When something failed last, or stood still or was slow; the present where something still does.</param>
internal sealed class CheckpointTimes(Scheduler scheduler, Func<long> lastFault)
{
    private readonly Dictionary<(string Job, long Checkpoint), long> _triggered = [];

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager triggers a checkpoint's barriers.</summary>
    public void Triggered(string job, long checkpoint) => _triggered.TryAdd((job, checkpoint), scheduler.Time.Now);

    /// <summary>A job manager aborts a checkpoint.</summary>
    public void Aborted(string job, long checkpoint)
    {
        if (!_triggered.TryGetValue((job, checkpoint), out var since) || lastFault() >= since) return;
        Breach ??= $"Checkpoint {checkpoint} of job {job} was aborted after {TimeSpan.FromTicks(scheduler.Time.Now - since).TotalSeconds:0.###} s, and nothing has failed since it was triggered.";
    }
}
