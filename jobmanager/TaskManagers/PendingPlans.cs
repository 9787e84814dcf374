using Millrace.Core.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Plan requests that a task manager has not answered. Each is answered at most once: by it or at the time limit; if it is lost, another one is asked.</summary>
/// <param name="taskManager">The task manager's name.</param>
/// <param name="limit">The time limit of an answer.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingPlans(string taskManager, TimeSpan limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (Action<PlanAnswer> OnAnswer, ITimer Limit)> _pending = [];
    private bool _isOver;
    private long _last;

    /// <summary>Adds a request and returns its number; null after the session ended.</summary>
    public long? Add(Action<PlanAnswer> onAnswer)
    {
        lock (_gate)
        {
            if (_isOver) return null;
            var id = ++_last;
            _pending.Add(id, (onAnswer, time.CreateTimer(_ => Answer(id, TooLate()), null, limit, Timeout.InfiniteTimeSpan)));
            return id;
        }
    }

    public void Answer(long id, PlanAnswer answer)
    {
        (Action<PlanAnswer> OnAnswer, ITimer Limit) pending;
        lock (_gate)
        {
            if (!_pending.Remove(id, out pending)) return;
        }

        pending.Limit.Dispose();
        pending.OnAnswer(answer);
    }

    /// <summary>Drops all requests unanswered: the session has ended.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var (_, timer) in _pending.Values) timer.Dispose();
            _pending.Clear();
        }
    }

    private PlanAnswer TooLate() => new(null, new JobFailure(
        FailureDomain.User, "", $"The job was not planned within {limit.TotalSeconds:0.##} s on {taskManager}: Define must not wait for anything. The setting PlanLimit controls the limit.", "", CanRetry: false));
}
