using System.Collections.Concurrent;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>A task manager for as long as its control stream lasts: sends commands into the stream, and passes its reports to the jobs.</summary>
internal sealed class TaskManagerSession : ITaskManagerGateway, IJobPlanner
{
    private readonly ControlStream<JobManagerMessage, TaskManagerMessage> _stream;
    private readonly Action<TaskManagerSession, JobManagerMessage.Runs> _onJoined;
    private readonly Action<TaskManagerSession, int> _onPinned;
    private readonly SessionSurroundings _around;
    private readonly ConcurrentDictionary<long, Action<PlanAnswer>> _plans = new();
    private long _lastPlan;
    private TaskManagerStatus _status = new(0, []);
    private bool _hasLeft;

    /// <param name="join">The task manager's registration message.</param>
    /// <param name="link">The link to it.</param>
    /// <param name="leaderEpoch">The epoch of this leader.</param>
    /// <param name="around">What is around it.</param>
    /// <param name="onJoined">Called with what it runs.</param>
    /// <param name="onPinned">Called with the number of its slots that are held by tasks that do not stop, when that has changed.</param>
    /// <param name="onOver">Called once when its stream ends, with the reason.</param>
    public TaskManagerSession(
        JobManagerMessage.Join join,
        IControlLink<TaskManagerMessage> link,
        long leaderEpoch,
        SessionSurroundings around,
        Action<TaskManagerSession, JobManagerMessage.Runs> onJoined,
        Action<TaskManagerSession, int> onPinned,
        Action<TaskManagerSession, string> onOver)
    {
        (Registration, Version, _around, _onJoined, _onPinned, Registered) = (join.Registration, join.Version, around, onJoined, onPinned, around.Time.GetUtcNow());
        _stream = new ControlStream<JobManagerMessage, TaskManagerMessage>(
            link, around.Options.Stream, around.Time, static () => [new TaskManagerMessage.Beat()], Take, reason => onOver(this, reason));
        _stream.Send(around.Options.Welcome(leaderEpoch));
    }

    public string Id => Registration.Id;

    public TaskManagerRegistration Registration { get; }

    public string Version { get; }

    public DateTimeOffset Registered { get; }

    /// <summary>The latest status that the process reported.</summary>
    public TaskManagerStatus Status => Volatile.Read(ref _status);

    public void Deploy(DeployTasks request) => _stream.Send(new TaskManagerMessage.Deploy(request));

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit) =>
        _stream.Send(new TaskManagerMessage.Trigger(attempt, barrier, permit));

    public void Abort(ExecutionAttempt attempt, long checkpoint) => _stream.Send(new TaskManagerMessage.Abort(attempt, checkpoint));

    public void Permit(CommitPermit permit) => _stream.Send(new TaskManagerMessage.Permit(permit));

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) =>
        _stream.Send(new TaskManagerMessage.Heartbeat(attempt, permit, lowest));

    public void End(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) => _stream.Send(new TaskManagerMessage.End(attempt, subtasks));

    public void Keep(IReadOnlyList<string> artifacts) => _stream.Send(new TaskManagerMessage.Keep(artifacts));

    /// <summary>Sends a request. Whoever asks has a limit; where the session ends first, nobody answers.</summary>
    public void Plan(PlanRequest request, Action<PlanAnswer> onAnswer)
    {
        var id = Interlocked.Increment(ref _lastPlan);
        _plans[id] = onAnswer;
        _stream.Send(new TaskManagerMessage.Plan(id, request));
    }

    /// <summary>Whether the end of the session may be the death of its process: not where that announced that it would leave, or where this process stood still.</summary>
    public bool MayHaveDied => !Volatile.Read(ref _hasLeft) && !_stream.StoodStill;

    /// <summary>Closes the session: requests are no longer answered.</summary>
    public void Close(string reason)
    {
        _stream.End(reason);
        _plans.Clear();
    }

    /// <summary>Receives a message from the task manager.</summary>
    public void Receive(JobManagerMessage message) => _stream.Receive(message);

    private void Take(JobManagerMessage message)
    {
        var jobManager = _around.JobManager;
        switch (message)
        {
            case JobManagerMessage.Runs m: _onJoined(this, m); break;
            case JobManagerMessage.Alive alive:
                if (alive.Status is { } status) Volatile.Write(ref _status, status);
                break;
            case JobManagerMessage.SlotsPinned m: _onPinned(this, m.Slots); break;
            case JobManagerMessage.Report m: jobManager.Heartbeat(m.Attempt, m.Tasks); break;
            case JobManagerMessage.Running m: jobManager.Running(m.Attempt, m.Subtask); break;
            case JobManagerMessage.Acknowledged m: jobManager.Acknowledge(m.Attempt, m.Acknowledgement); break;
            case JobManagerMessage.Declined m: jobManager.Declined(m.Attempt, m.Subtask, m.Checkpoint, m.Reason); break;
            case JobManagerMessage.InputEnded m: jobManager.InputEnded(m.Attempt, m.Subtask); break;
            case JobManagerMessage.Confirmed m: jobManager.Confirmed(m.Attempt, m.Subtask, m.Checkpoint); break;
            case JobManagerMessage.Failed m: jobManager.Failed(m.Attempt, m.Subtask, m.Failure); break;
            case JobManagerMessage.Ended m: jobManager.Ended(m.Attempt, m.TaskManager, m.Subtasks); break;
            case JobManagerMessage.Planned m:
                if (_plans.TryRemove(m.Id, out var onAnswer)) onAnswer(m.Answer);
                break;
            case JobManagerMessage.Logged m:
                foreach (var entry in m.Entries) _around.Logs.Add(entry);
                break;
            case JobManagerMessage.Leaving m:
                Volatile.Write(ref _hasLeft, true);
                _stream.End(m.Reason);
                break;
            case JobManagerMessage.Join: _stream.End("it registered twice in one call"); break;
        }
    }
}
