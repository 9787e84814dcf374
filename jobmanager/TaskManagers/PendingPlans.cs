using Millrace.Core.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>The questions for a plan that a task manager has not answered. Each is answered once: by it, by its end, or by the time limit.</summary>
/// <param name="taskManager">Who is asked.</param>
/// <param name="limit">How long an answer may take.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingPlans(string taskManager, TimeSpan limit, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (Action<PlanAnswer> OnAnswer, ITimer Limit)> _pending = [];
    private string? _over;
    private long _last;

    /// <summary>The number of a new question; null where nobody answers any longer, which is then the answer.</summary>
    public long? Add(Action<PlanAnswer> onAnswer)
    {
        string? over;
        lock (_gate)
        {
            over = _over;
            if (over is null)
            {
                var id = ++_last;
                _pending.Add(id, (onAnswer, time.CreateTimer(_ => Answer(id, TooLate()), null, limit, Timeout.InfiniteTimeSpan)));
                return id;
            }
        }

        onAnswer(Lost(over));
        return null;
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

    public void FailAll(string reason)
    {
        List<long> ids;
        lock (_gate)
        {
            _over ??= reason;
            ids = [.. _pending.Keys];
        }

        foreach (var id in ids) Answer(id, Lost(reason));
    }

    private PlanAnswer Lost(string reason) =>
        new(null, new JobFailure(FailureDomain.External, "", $"The task manager {taskManager} was lost while it planned the job: {reason}. Try again.", ""));

    private PlanAnswer TooLate() => new(null, new JobFailure(
        FailureDomain.User, "", $"The job was not planned within {limit.TotalSeconds:0.##} s on {taskManager}: its Define must not wait for anything. PlanLimit sets the limit.", "", CanRetry: false));
}
