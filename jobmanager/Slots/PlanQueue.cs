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

    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer) => mailbox.Post(() => Enqueue(request, onAnswer, isPatient: false));

    /// <summary>Has a job planned; on the mailbox.</summary>
    /// <param name="request">The job.</param>
    /// <param name="onAnswer">Told of the answer once, on the mailbox.</param>
    /// <param name="isPatient">Whether it waits for the first task manager without limit.</param>
    public void Enqueue(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        var pending = new Pending(request, onAnswer, isPatient);
        pending.Timer = time.CreateTimer(_ => mailbox.Post(() => Expire(pending)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _pending.Add(pending);
        Ask(pending);
    }

    /// <summary>These are there from now on.</summary>
    public void Use(IReadOnlyList<IJobPlanner> planners)
    {
        _planners = planners;
        foreach (var pending in _pending.Where(p => p.Asked is null ? planners.Count > 0 : !planners.Contains(p.Asked)).ToList()) Ask(pending);
    }

    private void Ask(Pending pending)
    {
        pending.Asked = _planners.Count == 0 ? null : _planners[_next++ % _planners.Count];
        pending.Timer!.Change(pending is { Asked: null, IsPatient: true } ? Timeout.InfiniteTimeSpan : limit, Timeout.InfiniteTimeSpan);
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

    private sealed class Pending(PlanRequest request, Action<PlanAnswer> onAnswer, bool isPatient)
    {
        public PlanRequest Request => request;

        public Action<PlanAnswer> OnAnswer => onAnswer;

        public bool IsPatient => isPatient;

        public IJobPlanner? Asked { get; set; }

        public ITimer? Timer { get; set; }
    }
}
