using Millrace.Core.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>A job in the dispatcher's hands, for its mailbox.</summary>
internal sealed class DispatchedJob(JobStatus status)
{
    private readonly List<JobWatch> _watches = [];
    private readonly List<Action> _onEnd = [];

    public JobStatus Status { get; private set; } = status;

    /// <summary>The leader epoch under which it runs; 0 where it had ended before.</summary>
    public long LeaderEpoch { get; init; }

    /// <summary>What went wrong with it, as far as it is in the store or on its way there; null where nothing did.</summary>
    public JobPast? Past { get; set; }

    /// <summary>Whether that is being written.</summary>
    public bool WritesPast { get; set; }

    /// <summary>Runs the job; null where it had ended before the job manager was started.</summary>
    public JobMaster? Master { get; set; }

    /// <summary>Tells of the status at once, and of each change until the job has ended.</summary>
    public void Watch(JobWatch watch)
    {
        if (!Status.HasEnded) _watches.Add(watch);
        watch.Tell(Status);
    }

    public void Unwatch(JobWatch watch) => _watches.Remove(watch);

    /// <summary>Calls back when the job has ended, at once where it has. For what the dispatcher itself does then.</summary>
    public void WhenEnded(Action act)
    {
        if (Status.HasEnded) act();
        else _onEnd.Add(act);
    }

    public void Become(JobStatus status)
    {
        Status = status;
        foreach (var watch in _watches) watch.Tell(status);
        if (!status.HasEnded) return;
        _watches.Clear();
        foreach (var act in _onEnd) act();
        _onEnd.Clear();
    }
}
