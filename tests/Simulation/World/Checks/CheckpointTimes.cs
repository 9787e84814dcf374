using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Sees that a checkpoint completes where nothing fails meanwhile: neither a timeout nor another attempt may hide a task that waits for what
/// never comes, or does what it was not told. Barriers wait behind the records of a job that is held up by its consumers, and these may be many:
/// a join of tables can make thousands of a few. So a checkpoint may time out where records move all the time; it may not be aborted earlier.
/// </summary>
/// <param name="scheduler">Tells the time.</param>
/// <param name="timeout">How long a checkpoint may take.</param>
/// <param name="lastFault">When something failed last, or stood still or was slow; the present where something still does.</param>
internal sealed class CheckpointTimes(Scheduler scheduler, TimeSpan timeout, Func<long> lastFault)
{
    private const long Pause = TimeSpan.TicksPerSecond;

    private readonly Dictionary<(string Job, long Checkpoint), long> _triggered = [];
    private readonly Dictionary<string, long> _failed = new(StringComparer.Ordinal);
    private long _lastMoved;
    private long _lastPause;

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager triggers a checkpoint's barriers.</summary>
    public void Triggered(string job, long checkpoint) => _triggered.TryAdd((job, checkpoint), scheduler.Time.Now);

    /// <summary>A task of a job fails, which those of its other regions survive.</summary>
    public void Failed(string job) => _failed[job] = scheduler.Time.Now;

    /// <summary>A task manager sends another one records.</summary>
    public void Moved()
    {
        var now = scheduler.Time.Now;
        if (now - _lastMoved >= Pause) _lastPause = now;
        _lastMoved = now;
    }

    /// <summary>A job manager aborts a checkpoint.</summary>
    public void Aborted(string job, long checkpoint)
    {
        if (!_triggered.TryGetValue((job, checkpoint), out var since) || lastFault() >= since || HasFailed(job, since) || MayTimeOut(since)) return;
        Breach ??= $"Checkpoint {checkpoint} of job {job} was aborted after {TimeSpan.FromTicks(scheduler.Time.Now - since).TotalSeconds:0.###} s, and nothing has failed since it was triggered.";
    }

    // A job manager may trigger a checkpoint while the failure waits in its mailbox.
    private bool HasFailed(string job, long since) => _failed.TryGetValue(job, out var failed) && failed >= since - Pause;

    private bool MayTimeOut(long since) => scheduler.Time.Now - since >= timeout.Ticks && _lastPause <= since && scheduler.Time.Now - _lastMoved < Pause;
}
