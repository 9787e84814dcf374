using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager.Tests;

/// <summary>A task manager whose tasks immediately do what is requested, except what a test forbids; it records the requests.</summary>
internal sealed class FakeTasks(string id, IJobManagerGateway jobManager) : ITaskManagerGateway
{
    private readonly HashSet<SubtaskId> _ended = [];
    private bool _isOpening;
    private ExecutionAttempt? _running;
    private long _confirmed;

    public string Id => id;

    /// <summary>Whether messages in both directions are lost.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>The messages to the job manager, by name, that are lost.</summary>
    public HashSet<string> Loses { get; } = new(StringComparer.Ordinal);

    /// <summary>The messages from the job manager, by name, that are lost.</summary>
    public HashSet<string> DoesNotHear { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether its subtasks mistake a barrier that drains for one that does not.</summary>
    public bool HearsNoDrain { get; set; }

    /// <summary>Whether the functions of the next deployments do not return from their opening.</summary>
    public bool NeverStarts { get; set; }

    /// <summary>How a subtask acknowledges.</summary>
    public Func<SubtaskId, long, IReadOnlyList<StateBlob>> Write { get; set; } = static (_, _) => [];

    /// <summary>The progress of a subtask's source, where it is aligned with others.</summary>
    public Func<SubtaskId, AlignedWatermark?> Watermark { get; set; } = static _ => null;

    /// <summary>The lowest watermarks of alignment groups, as received each time.</summary>
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
        _isOpening = NeverStarts;
        if (_isOpening) return;
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
            ? Last.Subtasks.Select(s => new SubtaskReport(s, !_isOpening, _ended.Contains(s), _confirmed, Watermark(s), null)).ToList()
            : [];
        Tell(nameof(Heartbeat), () => jobManager.Heartbeat(attempt, new TaskManagerReport(id, _running == attempt, reports)));
    });

    /// <summary>The artifacts that jobs use, as last received.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    public void Keep(IReadOnlyList<string> artifacts) => Hear(nameof(Keep), () => Kept = artifacts);

    public void End(ExecutionAttempt attempt) => Hear(nameof(End), () =>
    {
        if (_running == attempt) _running = null;
        Tell(nameof(jobManager.Ended), () => jobManager.Ended(attempt, id));
    });

    /// <summary>The process is restarted: it has no tasks.</summary>
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
