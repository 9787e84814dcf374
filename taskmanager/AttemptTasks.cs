using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>
/// The tasks of an attempt in this process, for the task executor's mailbox. Those that do not stop in time are abandoned: the attempt
/// ends without them, and they hold their slots and the code until their threads end.
/// </summary>
internal sealed class AttemptTasks
{
    /// <summary>The number of parts of the silence limit: they are counted, so that a process does not mistake its own pause for silence.</summary>
    private const int SilentParts = 6;

    private readonly TaskContext _context;
    private readonly AttemptOptions _options;
    private readonly ITimer _silence;
    private readonly string _artifact;
    private readonly IDisposable _code;
    private readonly List<Action> _onEnded = [];
    private readonly Dictionary<RunningTask, (IDisposable Thread, IDisposable Code)> _stuck = [];
    private readonly List<RunningTask> _left;
    private RunningTask[] _tasks;
    private ITimer? _limit;
    private int _silentParts;

    /// <param name="context">The context shared by the tasks of the process.</param>
    /// <param name="request">The tasks to run.</param>
    /// <param name="options">How they are monitored and stopped.</param>
    public AttemptTasks(TaskContext context, DeployTasks request, AttemptOptions options)
    {
        (_context, _options, Attempt) = (context, options, request.Attempt);
        _artifact = request.Job.Artifact;
        _code = context.Library.Hold(_artifact, Attempt.JobId);
        _tasks = Start(request);
        _left = [.. _tasks];
        var part = options.SilenceLimit / SilentParts;
        _silence = context.Time.CreateTimer(_ => options.Post(PassSilently), null, part, part);
    }

    public ExecutionAttempt Attempt { get; }

    public bool HasEnded { get; private set; }

    public bool IsEnding => HasEnded || _onEnded.Count > 0;

    /// <summary>The number of slots held by abandoned tasks.</summary>
    public int PinnedSlots => _stuck.Keys.Select(static t => t.Subtask.Index).Distinct().Count();

    /// <summary>Called on a sign of life from the job manager.</summary>
    public void Heard() => _silentParts = 0;

    public void Each(Action<RunningTask> act)
    {
        foreach (var task in _tasks) act(task);
    }

    public TaskManagerReport Report(string taskManager) => new(taskManager, !HasEnded, [.. _tasks.Select(static t => t.Report)]);

    /// <summary>Stops the tasks, once; notifies every caller when they have stopped.</summary>
    public void End(Action ended)
    {
        if (HasEnded)
        {
            ended();
            return;
        }

        _onEnded.Add(ended);
        if (_onEnded.Count > 1) return;
        _limit = _context.Time.CreateTimer(_ => _options.Post(GiveUp), null, _options.EndLimit, Timeout.InfiniteTimeSpan);
        if (_left.Count == 0) Complete();
        else Each(task => task.End(() => _options.Post(() => TaskEnded(task))));
    }

    // If one cannot be started, because no thread is available, those already started are stopped.
    private RunningTask[] Start(DeployTasks request)
    {
        var tasks = new List<RunningTask>();
        var plans = new AttemptPlan(_context.Library, request);
        try
        {
            foreach (var subtask in request.Subtasks) tasks.Add(new RunningTask(_context, request, plans, subtask));
            return [.. tasks];
        }
        catch
        {
            foreach (var task in tasks) task.End(static () => { });
            _code.Dispose();
            throw;
        }
    }

    private void TaskEnded(RunningTask task)
    {
        _left.Remove(task);
        if (_stuck.Remove(task, out var stuck))
        {
            stuck.Thread.Dispose();
            stuck.Code.Dispose();
            _options.OnPinned(this);
        }

        if (_left.Count > 0) return;
        if (!HasEnded) Complete();
        else _code.Dispose();
    }

    private void GiveUp()
    {
        if (HasEnded) return;
        foreach (var task in _left) _stuck.Add(task, (_options.Stuck.Add(task.Name, task.At, _options.EndLimit, task.Activity), _context.Library.Pin(_artifact)));
        // Before the end is reported: a request for slots that follows it must not get those that are held.
        _options.OnPinned(this);
        Complete();
    }

    private void Complete()
    {
        HasEnded = true;
        _limit?.Dispose();
        _silence.Dispose();
        _context.Channels.Drop(Attempt.JobId, Attempt.Number);
        // What they held is garbage from here on, except for stuck tasks.
        _tasks = [];
        if (_left.Count == 0) _code.Dispose();
        foreach (var ended in _onEnded) ended();
    }

    private void PassSilently()
    {
        if (!IsEnding && ++_silentParts >= SilentParts) _options.OnSilence(this);
    }
}
