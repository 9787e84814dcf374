using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager.Tests;

/// <summary>A task manager whose tasks immediately do what is requested, except what a test forbids; it records the requests.</summary>
internal sealed class FakeTasks(string id, IJobManagerGateway reportsTo) : ITaskManagerGateway
{
    /// <summary>The unique part of the names that its tasks write.</summary>
    public const string Writer = "nonce";

    private readonly SortedDictionary<(int Vertex, int Index), int> _running = [];
    private readonly HashSet<SubtaskId> _ended = [];
    private readonly HashSet<SubtaskId> _opening = [];
    private IJobManagerGateway _jobManager = reportsTo;
    private ExecutionAttempt? _attempt;
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
    public Func<SubtaskId, CheckpointBarrier, SubtaskAcknowledgement> Write { get; set; } =
        static (subtask, barrier) => new SubtaskAcknowledgement(subtask, barrier.Checkpoint, false, new SubtaskState(1, Writer, []));

    /// <summary>The progress of a subtask's source, where it is aligned with others.</summary>
    public Func<SubtaskId, AlignedWatermark?> Watermark { get; set; } = static _ => null;

    /// <summary>The lowest watermarks of alignment groups, as received each time.</summary>
    public List<IReadOnlyDictionary<string, long>> Lowest { get; } = [];

    public List<DeployTasks> Deployments { get; } = [];

    public List<CheckpointBarrier> Triggers { get; } = [];

    public List<long> Aborts { get; } = [];

    public List<long> Permits { get; } = [];

    public DeployTasks Last => Deployments[^1];

    /// <summary>The subtasks that it runs, in order.</summary>
    public IReadOnlyList<SubtaskId> Running => [.. _running.Keys.Select(static s => new SubtaskId(s.Vertex, s.Index))];

    public void Deploy(DeployTasks request) => Hear(nameof(Deploy), () =>
    {
        Deployments.Add(request);
        (_attempt, _confirmed) = (request.Attempt, 0);
        foreach (var subtask in request.Subtasks)
        {
            _running[(subtask.Vertex, subtask.Index)] = request.Attempt.Number;
            _ended.Remove(subtask);
            _opening.Remove(subtask);
            if (NeverStarts) _opening.Add(subtask);
            else Tell(nameof(_jobManager.Running), () => _jobManager.Running(request.Attempt, subtask));
        }
    });

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit) => Hear(nameof(Trigger), () =>
    {
        Triggers.Add(barrier);
        if (barrier.Drain && !HearsNoDrain) _ended.UnionWith(Running);
        AcknowledgeLast();
    });

    /// <summary>Acknowledges the last barrier; again where it was lost.</summary>
    public void AcknowledgeLast()
    {
        foreach (var subtask in Running)
        {
            Tell(nameof(_jobManager.Acknowledge), () => _jobManager.Acknowledge(
                Of(subtask), Write(subtask, Triggers[^1]) with { Finished = _ended.Contains(subtask) }));
        }
    }

    public void Abort(ExecutionAttempt attempt, long checkpoint) => Hear(nameof(Abort), () => Aborts.Add(checkpoint));

    public void Permit(CommitPermit permit) => Hear(nameof(Permit), () => Publish(permit));

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) => Hear(nameof(Heartbeat), () =>
    {
        Lowest.Add(lowest);
        var isThere = _attempt == attempt && _running.Count > 0;
        if (permit is not null && isThere) Publish(permit);
        Tell(nameof(Heartbeat), () => _jobManager.Heartbeat(attempt, new TaskManagerReport(id, isThere, isThere ? Reports : [])));
    });

    /// <summary>The artifacts that jobs use, as last received.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    public void Keep(IReadOnlyList<string> artifacts) => Hear(nameof(Keep), () => Kept = artifacts);

    public void End(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) => Hear(nameof(End), () =>
    {
        foreach (var subtask in subtasks) _running.Remove((subtask.Vertex, subtask.Index));
        Tell(nameof(_jobManager.Ended), () => _jobManager.Ended(attempt, id, subtasks));
    });

    /// <summary>A task ends, and nobody hears of it.</summary>
    public void Forget(SubtaskId subtask) => _running.Remove((subtask.Vertex, subtask.Index));

    /// <summary>What it runs; empty where it runs nothing.</summary>
    public IReadOnlyList<JobReport> Runs => _attempt is { } attempt && _running.Count > 0 ? [new JobReport(attempt, Reports, [])] : [];

    /// <summary>The subtasks that run, as it reports them.</summary>
    private IReadOnlyList<SubtaskReport> Reports =>
    [
        .. Running.Select(s => new SubtaskReport(s, Of(s).Number, !_opening.Contains(s), _ended.Contains(s), _confirmed, Watermark(s), null)
        {
            Barrier = Triggers.Count > 0 ? Triggers[^1].Checkpoint : 0, HasDrained = Triggers.Any(static t => t.Drain),
        }),
    ];

    /// <summary>Another job manager leads.</summary>
    public void ReportTo(IJobManagerGateway leader) => _jobManager = leader;

    /// <summary>The process is restarted: it has no tasks.</summary>
    public void Restart()
    {
        _running.Clear();
        _attempt = null;
    }

    /// <summary>A subtask is there no longer, and nobody knows.</summary>
    public void Lose(SubtaskId subtask) => _running.Remove((subtask.Vertex, subtask.Index));

    public void EndInput()
    {
        foreach (var subtask in Running) EndInput(subtask);
    }

    /// <summary>A subtask has processed all its input.</summary>
    public void EndInput(SubtaskId subtask)
    {
        _ended.Add(subtask);
        Tell(nameof(_jobManager.InputEnded), () => _jobManager.InputEnded(Of(subtask), subtask));
    }

    public void Fail(FailureDomain domain, string message = "it threw") => Fail(Running[0], domain, message);

    /// <summary>A subtask fails.</summary>
    public void Fail(SubtaskId subtask, FailureDomain domain, string message = "it threw") =>
        _jobManager.Failed(Of(subtask), subtask, new JobFailure(domain, "map", message, "at Map()"));

    private ExecutionAttempt Of(SubtaskId subtask) => _attempt!.Value with { Number = _running[(subtask.Vertex, subtask.Index)] };

    private void Publish(CommitPermit permit)
    {
        Permits.Add(permit.Checkpoint);
        _confirmed = permit.Checkpoint;
        foreach (var subtask in Running) Tell(nameof(_jobManager.Confirmed), () => _jobManager.Confirmed(Of(subtask), subtask, permit.Checkpoint));
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
