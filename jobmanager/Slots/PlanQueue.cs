using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Has jobs planned by the task managers in turn, under a time limit; one that is asked for while none is there waits for the first that
/// comes. A task manager that is lost meanwhile does not answer, and another one is asked.
/// </summary>
internal sealed class PlanQueue(Mailbox mailbox, TimeProvider time, TimeSpan limit) : IJobPlanner
{
    private readonly List<Pending> _pending = [];
    private IReadOnlyList<IJobPlanner> _planners = [];
    private int _next;

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => mailbox.Post(() =>
    {
        var pending = new Pending(request, onAnswer);
        _pending.Add(pending);
        pending.Timer = time.CreateTimer(_ => mailbox.Post(() => Expire(pending)), null, limit, Timeout.InfiniteTimeSpan);
        Ask(pending);
    });

    /// <summary>These are there from now on.</summary>
    public void Use(IReadOnlyList<IJobPlanner> planners)
    {
        _planners = planners;
        foreach (var pending in _pending.Where(p => p.Asked is null || !planners.Contains(p.Asked)).ToList()) Ask(pending);
    }

    private void Ask(Pending pending)
    {
        pending.Asked = _planners.Count == 0 ? null : _planners[_next++ % _planners.Count];
        pending.Asked?.Plan(pending.Request, answer => mailbox.Post(() => Answer(pending, answer)));
    }

    private void Expire(Pending pending) => Answer(pending, new PlanAnswer(null, new JobFailure(
        FailureDomain.External,
        "",
        pending.Asked is null
            ? $"No task manager has joined within {limit.TotalSeconds:0} s, and only a task manager can plan a job. Start one, and submit again."
            : $"The definition of the job was not planned within {limit.TotalSeconds:0} s. Define must describe the dataflow only: I/O belongs in Open.",
        "")));

    private void Answer(Pending pending, PlanAnswer answer)
    {
        if (!_pending.Remove(pending)) return;
        pending.Timer?.Dispose();
        pending.OnAnswer(answer);
    }

    private sealed class Pending(PlanRequest request, Action<PlanAnswer> onAnswer)
    {
        public PlanRequest Request => request;

        public Action<PlanAnswer> OnAnswer => onAnswer;

        public IJobPlanner? Asked { get; set; }

        public ITimer? Timer { get; set; }
    }
}
