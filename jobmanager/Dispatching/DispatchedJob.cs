using Millrace.Core.Jobs;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>A job that the dispatcher holds. Accessed only on its mailbox.</summary>
internal sealed class DispatchedJob(JobStatus status)
{
    private readonly List<JobWatch> _watches = [];
    private readonly List<Action<Refusal?>> _onEnd = [];

    public JobStatus Status { get; private set; } = status;

    /// <summary>Its history, as far as that is stored or being stored; null where there is none.</summary>
    public JobPast? Past { get; set; }

    /// <summary>The timestamp at which that was stored last, or the job started.</summary>
    public long PastKept { get; set; }

    /// <summary>Whether that history is being written.</summary>
    public bool WritesPast { get; set; }

    /// <summary>Whether it has ended as far as this process knows, which is told when it is known to lead.</summary>
    public bool IsEnding { get; set; }

    /// <summary>The next question who leads; null where none is due.</summary>
    public ITimer? Ending { get; set; }

    /// <summary>Why this process answers for the job no longer: another one runs it; null where it does.</summary>
    public Refusal? Suspension { get; private set; }

    /// <summary>Runs the job; null where it had ended before the job manager started.</summary>
    public JobMaster? Master { get; set; }

    /// <summary>Reports the status now, and each change until the job has ended.</summary>
    public void Watch(JobWatch watch)
    {
        if (Suspension is { } suspension)
        {
            watch.Tell(suspension);
            return;
        }

        if (!Status.HasEnded) _watches.Add(watch);
        watch.Tell(Status);
    }

    public void Unwatch(JobWatch watch) => _watches.Remove(watch);

    /// <summary>Calls back when the job has ended, with null, or is suspended, with the refusal; at once if it already is. For the dispatcher's own follow-up actions.</summary>
    public void WhenEnded(Action<Refusal?> act)
    {
        if (Status.HasEnded || Suspension is not null) act(Suspension);
        else _onEnd.Add(act);
    }

    /// <summary>Calls back no longer: the request was answered before the end.</summary>
    public void ForgetEnd(Action<Refusal?> act) => _onEnd.Remove(act);

    public void Become(JobStatus status)
    {
        Status = status;
        foreach (var watch in _watches) watch.Tell(status);
        if (status.HasEnded) End();
    }

    /// <summary>Another process runs the job: whoever waits or watches asks that one.</summary>
    public void Suspend(Refusal suspension)
    {
        Suspension = suspension;
        foreach (var watch in _watches) watch.Tell(suspension);
        End();
    }

    private void End()
    {
        _watches.Clear();
        foreach (var act in _onEnd) act(Suspension);
        _onEnd.Clear();
    }
}
