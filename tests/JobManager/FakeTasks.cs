using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager.Tests;

/// <summary>A task manager whose tasks do at once what they are asked for, except what a test forbids; it keeps what it was asked.</summary>
internal sealed class FakeTasks(string id, IJobManagerGateway jobManager) : ITaskManagerGateway
{
    private readonly HashSet<SubtaskId> _ended = [];
    private ExecutionAttempt? _running;
    private long _confirmed;

    public string Id => id;

    /// <summary>Whether messages in both directions are lost.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Which messages to the job manager, by name, are lost.</summary>
    public HashSet<string> Loses { get; } = new(StringComparer.Ordinal);

    /// <summary>Which messages, by name, are lost on the way here.</summary>
    public HashSet<string> DoesNotHear { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its subtasks take a barrier that drains for one that does not.</summary>
    public bool HearsNoDrain { get; set; }

    /// <summary>How a subtask acknowledges.</summary>
    public Func<SubtaskId, long, IReadOnlyList<StateBlob>> Write { get; set; } = static (_, _) => [];

    /// <summary>How far a subtask's source is, where it waits for others.</summary>
    public Func<SubtaskId, AlignedWatermark?> Watermark { get; set; } = static _ => null;

    /// <summary>The lowest watermarks of groups that came, each time.</summary>
    public List<IReadOnlyDictionary<string, long>> Lowest { get; } = [];

    public List<DeployTasks> Deployments { get; } = [];

    public List<CheckpointBarrier> Triggers { get; } = [];

    public List<long> Aborts { get; } = [];

    public DeployTasks Last => Deployments[^1];

    public void Deploy(DeployTasks request) => Hear(nameof(Deploy), () =>
    {
        Deployments.Add(request);
        (_running, _confirmed) = (request.Attempt, 0);
        _ended.Clear();
        foreach (var subtask in request.Subtasks) Tell(nameof(jobManager.Running), () => jobManager.Running(request.Attempt, subtask));
    });

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit) => Hear(nameof(Trigger), () =>
    {
        Triggers.Add(barrier);
        if (barrier.Drain && !HearsNoDrain) _ended.UnionWith(Last.Subtasks);
        foreach (var subtask in Last.Subtasks)
        {
            Tell(nameof(jobManager.Acknowledge), () => jobManager.Acknowledge(
                attempt, new SubtaskAcknowledgement(subtask, barrier.Checkpoint, _ended.Contains(subtask), Write(subtask, barrier.Checkpoint))));
        }
    });

    public void Abort(ExecutionAttempt attempt, long checkpoint) => Hear(nameof(Abort), () => Aborts.Add(checkpoint));

    public void Permit(CommitPermit permit) => Hear(nameof(Permit), () => Publish(permit));

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) => Hear(nameof(Heartbeat), () =>
    {
        Lowest.Add(lowest);
        if (permit is not null && _running == attempt) Publish((CommitPermit)permit);
        var reports = _running == attempt
            ? Last.Subtasks.Select(s => new SubtaskReport(s, true, _ended.Contains(s), _confirmed, Watermark(s), null)).ToList()
            : [];
        Tell(nameof(Heartbeat), () => jobManager.Heartbeat(attempt, new TaskManagerReport(id, _running == attempt, reports)));
    });

    /// <summary>The artifacts that jobs use, as it was told last.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    public void Keep(IReadOnlyList<string> artifacts) => Hear(nameof(Keep), () => Kept = artifacts);

    public void End(ExecutionAttempt attempt) => Hear(nameof(End), () =>
    {
        if (_running == attempt) _running = null;
        Tell(nameof(jobManager.Ended), () => jobManager.Ended(attempt, id));
    });

    /// <summary>The process is started anew: it has no tasks.</summary>
    public void Restart() => _running = null;

    public void EndInput()
    {
        foreach (var subtask in Last.Subtasks)
        {
            _ended.Add(subtask);
            Tell(nameof(jobManager.InputEnded), () => jobManager.InputEnded(Last.Attempt, subtask));
        }
    }

    public void Fail(FailureDomain domain, string message = "it threw") =>
        jobManager.Failed(Last.Attempt, Last.Subtasks[0], new JobFailure(domain, "map", message, "at Map()"));

    private void Publish(CommitPermit permit)
    {
        _confirmed = permit.Checkpoint;
        foreach (var subtask in Last.Subtasks)
            Tell(nameof(jobManager.Confirmed), () => jobManager.Confirmed(permit.Attempt, subtask, permit.Checkpoint));
    }

    private void Hear(string message, Action act)
    {
        if (!IsCutOff && !DoesNotHear.Contains(message)) act();
    }

    private void Tell(string message, Action tell)
    {
        if (!IsCutOff && !Loses.Contains(message)) tell();
    }
}
