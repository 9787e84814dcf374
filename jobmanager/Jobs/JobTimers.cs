namespace Millrace.JobManager.Jobs;

/// <summary>The timers of a job's state, one for each purpose. One that was stopped or started again has no effect, even if it was already due.</summary>
/// <param name="time">The clock.</param>
/// <param name="post">Puts mail into the job's mailbox.</param>
/// <param name="onElapsed">Called, as mail, with the timer that is due.</param>
internal sealed class JobTimers(TimeProvider time, Action<Action> post, Action<JobTimer> onElapsed)
{
    private readonly Dictionary<JobTimer, ITimer> _timers = [];

    public void Start(JobTimer purpose, TimeSpan delay)
    {
        Stop(purpose);
        ITimer? timer = null;
        timer = time.CreateTimer(_ => post(() => Fire(purpose, timer!)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers.Add(purpose, timer);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Stop(JobTimer purpose)
    {
        if (_timers.Remove(purpose, out var timer)) timer.Dispose();
    }

    /// <summary>Stops all timers, because the state is left.</summary>
    public void StopAll()
    {
        foreach (var timer in _timers.Values) timer.Dispose();
        _timers.Clear();
    }

    private void Fire(JobTimer purpose, ITimer timer)
    {
        if (_timers.GetValueOrDefault(purpose) != timer) return;
        Stop(purpose);
        onElapsed(purpose);
    }
}
