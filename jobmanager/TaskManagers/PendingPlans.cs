using Millrace.Core.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Plan requests that a task manager has not answered. Each is answered once: by it, by its loss, or at the time limit.</summary>
/// <param name="taskManager">The task manager's name.</param>
/// <param name="limit">The time limit of an answer.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingPlans(string taskManager, TimeSpan limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (string Artifact, Action<PlanAnswer> OnAnswer, ITimer Limit)> _pending = [];
    private string? _over;
    private long _last;

    /// <summary>Adds a request for a job of an artifact and returns its number; null after the session ended, which is then the answer.</summary>
    public long? Add(string artifact, Action<PlanAnswer> onAnswer)
    {
        string? over;
        lock (_gate)
        {
            over = _over;
            if (over is null)
            {
                var id = ++_last;
                _pending.Add(id, (artifact, onAnswer, time.CreateTimer(_ => Answer(id, TooLate()), null, limit, Timeout.InfiniteTimeSpan)));
                return id;
            }
        }

        onAnswer(Lost(over));
        return null;
    }

    public void Answer(long id, PlanAnswer answer)
    {
        (string Artifact, Action<PlanAnswer> OnAnswer, ITimer Limit) pending;
        lock (_gate)
        {
            if (!_pending.Remove(id, out pending)) return;
        }

        pending.Limit.Dispose();
        pending.OnAnswer(answer);
    }

    /// <summary>Fails all requests: the session has ended.</summary>
    /// <returns>The artifacts of the jobs that were being planned.</returns>
    public IReadOnlyList<string> FailAll(string reason)
    {
        List<(long Id, string Artifact)> pending;
        lock (_gate)
        {
            _over ??= reason;
            pending = [.. _pending.Select(static p => (p.Key, p.Value.Artifact))];
        }

        foreach (var (id, _) in pending) Answer(id, Lost(reason));
        return pending.ConvertAll(static p => p.Artifact);
    }

    private PlanAnswer Lost(string reason) =>
        new(null, new JobFailure(FailureDomain.External, "", $"Task manager {taskManager} was lost while it planned the job: {reason}. Try again.", ""));

    private PlanAnswer TooLate() => new(null, new JobFailure(
        FailureDomain.User, "", $"The job was not planned within {limit.TotalSeconds:0.##} s on {taskManager}: Define must not wait for anything. The setting PlanLimit controls the limit.", "", CanRetry: false));
}
