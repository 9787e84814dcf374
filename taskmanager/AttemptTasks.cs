using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.TaskManager;

/// <summary>The tasks of an attempt in this process, for the task executor's mailbox.</summary>
internal sealed class AttemptTasks
{
    /// <summary>Into how many parts a silence is divided: they are counted, so that a process that was paused does not take its own pause for silence.</summary>
    private const int SilentParts = 6;

    private readonly TaskContext _context;
    private readonly Action<Action> _post;
    private readonly ITimer _silence;
    private readonly IDisposable _code;
    private readonly List<Action> _onEnded = [];
    private RunningTask[] _tasks;
    private int _left;
    private int _silentParts;

    /// <param name="context">What the tasks of the process share.</param>
    /// <param name="request">Which tasks.</param>
    /// <param name="silenceLimit">How long the job manager may be silent.</param>
    /// <param name="post">Puts mail into the task executor's mailbox.</param>
    /// <param name="onSilence">Told, as mail, when the job manager was silent for too long.</param>
    public AttemptTasks(TaskContext context, DeployTasks request, TimeSpan silenceLimit, Action<Action> post, Action<AttemptTasks> onSilence)
    {
        (_context, _post, Attempt) = (context, post, request.Attempt);
        _code = context.Library.Hold(request.Job.Artifact, Attempt.JobId);
        _tasks = Start(request);
        _left = _tasks.Length;
        var part = silenceLimit / SilentParts;
        _silence = context.Time.CreateTimer(_ => post(() => PassSilently(onSilence)), null, part, part);
    }

    public ExecutionAttempt Attempt { get; }

    public bool HasEnded { get; private set; }

    public bool IsEnding => HasEnded || _onEnded.Count > 0;

    /// <summary>The job manager gave a sign of life.</summary>
    public void Heard() => _silentParts = 0;

    public void Each(Action<RunningTask> act)
    {
        foreach (var task in _tasks) act(task);
    }

    public TaskManagerReport Report(string taskManager) => new(taskManager, !HasEnded, [.. _tasks.Select(static t => t.Report)]);

    /// <summary>Ends the tasks, once; tells everybody who asked for it.</summary>
    public void End(Action ended)
    {
        if (HasEnded)
        {
            ended();
            return;
        }

        _onEnded.Add(ended);
        if (_onEnded.Count > 1) return;
        if (_left == 0) TaskEnded();
        else Each(task => task.End(() => _post(TaskEnded)));
    }

    // One that cannot be started, for want of a thread, ends those before it.
    private RunningTask[] Start(DeployTasks request)
    {
        var tasks = new List<RunningTask>();
        try
        {
            foreach (var subtask in request.Subtasks) tasks.Add(new RunningTask(_context, request, subtask));
            return [.. tasks];
        }
        catch
        {
            foreach (var task in tasks) task.End(static () => { });
            _code.Dispose();
            throw;
        }
    }

    private void TaskEnded()
    {
        if (--_left > 0) return;
        HasEnded = true;
        _silence.Dispose();
        _context.Channels.Drop(Attempt.JobId, Attempt.Number);
        // What they held is garbage from here on.
        _tasks = [];
        _code.Dispose();
        foreach (var ended in _onEnded) ended();
    }

    private void PassSilently(Action<AttemptTasks> onSilence)
    {
        if (!IsEnding && ++_silentParts >= SilentParts) onSilence(this);
    }
}
