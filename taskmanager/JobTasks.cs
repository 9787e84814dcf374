using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.TaskManager;

/// <summary>
/// The tasks of a job in this process, for the task executor's mailbox: those that its newest deployment names, and others that have not ended yet. Those
/// that do not stop in time are abandoned: they hold their slots and the code until their threads end, and nobody waits for them.
/// </summary>
/// <param name="context">The context shared by the tasks of the process.</param>
/// <param name="jobId">The job.</param>
/// <param name="options">How tasks are monitored and stopped.</param>
internal sealed class JobTasks(TaskContext context, string jobId, JobTasksOptions options)
{
    /// <summary>The number of parts of the silence limit: they are counted, so that a process does not mistake its own pause for silence.</summary>
    private const int SilentParts = 6;

    private readonly List<RunningTask> _running = [];
    private readonly List<RunningTask> _ending = [];
    private readonly Dictionary<RunningTask, (IDisposable Thread, IDisposable Code)> _stuck = [];
    private readonly List<(Func<RunningTask, bool> IsMeant, Action OnEnded)> _waiting = [];
    private ITimer? _silence;
    private int _silentParts;

    /// <summary>The newest attempt that was deployed here.</summary>
    public ExecutionAttempt Attempt { get; private set; }

    /// <summary>The number of slots held by abandoned tasks.</summary>
    public int PinnedSlots => _stuck.Keys.Select(static t => (t.Attempt, t.Subtask.Index)).Distinct().Count();

    private bool HasTasks => _running.Count + _ending.Count > 0;

    /// <summary>Called on a sign of life from the job manager.</summary>
    public void Heard() => _silentParts = 0;

    /// <summary>Acts on the tasks that the newest deployment names.</summary>
    public void Each(Action<RunningTask> act)
    {
        foreach (var task in _running) act(task);
    }

    public TaskManagerReport Report(string taskManager) => new(taskManager, HasTasks, [.. _running.Select(static t => t.Report)]);

    /// <summary>Returns all that has a task here; null if nothing has.</summary>
    public JobReport? ReportAll() => HasTasks ? new JobReport(Attempt, [.. _running.Select(static t => t.Report)], [.. _ending.Select(static t => t.Subtask).Distinct()]) : null;

    /// <summary>Starts tasks, and ends those that the deployment does not name any longer, without telling anyone.</summary>
    public void Deploy(DeployTasks request)
    {
        var deployment = request.Deployment;
        Attempt = request.Attempt;
        End([.. _running.Where(t => !IsNamed(deployment, t))]);
        context.Channels.Drop(jobId, deployment.Vertices.Min(static v => v.Attempts.Min()) - 1);
        _running.AddRange(Start(request));
        var part = options.SilenceLimit / SilentParts;
        _silence ??= context.Time.CreateTimer(_ => options.Post(PassSilently), null, part, part);
        Heard();
    }

    /// <summary>Ends the tasks of some subtasks.</summary>
    /// <param name="attempt">Those of this attempt and of earlier ones end.</param>
    /// <param name="subtasks">The subtasks.</param>
    /// <param name="onEnded">Called when none of them is left, except abandoned ones.</param>
    public void End(int attempt, IReadOnlyList<SubtaskId> subtasks, Action onEnded)
    {
        var meant = subtasks.ToHashSet();
        End([.. _running.Where(IsMeant)]);
        _waiting.Add((IsMeant, onEnded));
        AnswerWaiting();

        bool IsMeant(RunningTask task) => task.Attempt <= attempt && meant.Contains(task.Subtask);
    }

    /// <summary>Ends all tasks, without telling anyone.</summary>
    /// <returns>Whether there are any.</returns>
    public bool EndAll()
    {
        var all = _running.ToList();
        End(all);
        return all.Count > 0;
    }

    private static bool IsNamed(Deployment deployment, RunningTask task) =>
        task.Subtask.Vertex < deployment.Vertices.Count
        && task.Subtask.Index < deployment.Vertices[task.Subtask.Vertex].Attempts.Count
        && deployment.AttemptOf(task.Subtask) == task.Attempt;

    // If one cannot be started, because no thread is available, those already started are stopped.
    private List<RunningTask> Start(DeployTasks request)
    {
        var tasks = new List<RunningTask>();
        var plans = new AttemptPlan(context.Library, request);
        try
        {
            foreach (var subtask in request.Subtasks) tasks.Add(new RunningTask(context, request, plans, subtask));
            return tasks;
        }
        catch
        {
            End(tasks);
            throw;
        }
    }

    private void End(IReadOnlyList<RunningTask> tasks)
    {
        if (tasks.Count == 0) return;
        var left = tasks.Count;
        var limit = context.Time.CreateTimer(_ => options.Post(() => GiveUp(tasks)), null, options.EndLimit, Timeout.InfiniteTimeSpan);
        foreach (var task in tasks)
        {
            _running.Remove(task);
            _ending.Add(task);
            task.End(() => options.Post(() =>
            {
                if (--left == 0) limit.Dispose();
                OnEnded(task);
            }));
        }
    }

    private void OnEnded(RunningTask task)
    {
        _ending.Remove(task);
        if (_stuck.Remove(task, out var stuck))
        {
            stuck.Thread.Dispose();
            stuck.Code.Dispose();
            options.OnPinned(this);
        }

        LeaveChannels(task);
        AnswerWaiting();
    }

    private void GiveUp(IReadOnlyList<RunningTask> tasks)
    {
        var given = tasks.Where(_ending.Contains).ToList();
        if (given.Count == 0) return;
        foreach (var task in given)
        {
            _ending.Remove(task);
            _stuck.Add(task, (options.Stuck.Add(task.Name, task.At, options.EndLimit, task.Activity), task.Pin()));
        }

        // Before the end is reported: a request for slots that follows it must not get those that are held.
        options.OnPinned(this);
        foreach (var task in given) LeaveChannels(task);
        AnswerWaiting();
    }

    private void LeaveChannels(RunningTask task)
    {
        context.Channels.Drop(jobId, task.Channels);
        if (HasTasks) return;
        context.Channels.Leave(jobId, Attempt.Number);
        _silence?.Dispose();
        _silence = null;
    }

    private void AnswerWaiting()
    {
        var answered = _waiting.FindAll(w => !_ending.Exists(task => w.IsMeant(task)));
        _waiting.RemoveAll(answered.Contains);
        foreach (var (_, onEnded) in answered) onEnded();
    }

    private void PassSilently()
    {
        if (_running.Count > 0 && ++_silentParts >= SilentParts) options.OnSilence(this);
    }
}
