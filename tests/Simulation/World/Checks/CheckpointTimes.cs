using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Sees that a checkpoint completes in its time where nothing fails meanwhile: no timeout may hide a task that waits for what never comes.</summary>
/// <param name="scheduler">Tells the time.</param>
/// <param name="limit">The time that a checkpoint has.</param>
/// <param name="lastFault">When something failed last, or stood still or was slow; the present where something still does.</param>
internal sealed class CheckpointTimes(Scheduler scheduler, TimeSpan limit, Func<long> lastFault)
{
    private readonly Dictionary<long, long> _triggered = [];

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager asks for a checkpoint's barriers.</summary>
    public void Triggered(long checkpoint) => _triggered.TryAdd(checkpoint, scheduler.Time.Now);

    /// <summary>A job manager gives a checkpoint up.</summary>
    public void Aborted(long checkpoint)
    {
        if (!_triggered.TryGetValue(checkpoint, out var since) || lastFault() >= since || scheduler.Time.Now - since < limit.Ticks) return;
        Breach ??= $"Checkpoint {checkpoint} has not completed within {limit.TotalSeconds:0} s, and nothing has failed since it was triggered.";
    }
}
