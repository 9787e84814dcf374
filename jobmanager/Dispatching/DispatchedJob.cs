namespace Millrace.JobManager.Dispatching;

/// <summary>A job in the dispatcher's hands, for its mailbox.</summary>
internal sealed class DispatchedJob(JobStatus status)
{
    private readonly List<Action<JobStatus>> _watchers = [];
    private readonly List<Action> _onEnd = [];

    public JobStatus Status { get; private set; } = status;

    /// <summary>Runs the job; null where it had ended before the job manager was started.</summary>
    public JobMaster? Master { get; set; }

    /// <summary>Tells of the status at once, and of each change until the job has ended.</summary>
    public void Watch(Action<JobStatus> watcher)
    {
        if (!Status.HasEnded) _watchers.Add(watcher);
        watcher(Status);
    }

    public void Unwatch(Action<JobStatus> watcher) => _watchers.Remove(watcher);

    /// <summary>Calls back when the job has ended, at once where it has.</summary>
    public void WhenEnded(Action act)
    {
        if (Status.HasEnded) act();
        else _onEnd.Add(act);
    }

    public void Become(JobStatus status)
    {
        Status = status;
        foreach (var watcher in _watchers.ToList()) watcher(status);
        if (!status.HasEnded) return;
        _watchers.Clear();
        foreach (var act in _onEnd) act();
        _onEnd.Clear();
    }
}
