using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;
using Millrace.Core.Watermarks;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>The tasks of a job at one scale: which of them are deployed, and how far they are.</summary>
internal sealed class Execution
{
    private readonly HashSet<SubtaskId> _live = [];
    private readonly Dictionary<SubtaskId, long> _starting = [];
    private readonly HashSet<SubtaskId> _reading = [];
    private readonly HashSet<SubtaskId> _unconfirmed = [];
    private readonly PlannedJob _planned;
    private readonly Deletion _deletion;

    /// <param name="taken">The head that names the first attempt.</param>
    /// <param name="planned">The job at the scale of that attempt.</param>
    /// <param name="taskManagers">The gateways to the task managers of its placement.</param>
    /// <param name="time">The clock.</param>
    public Execution(ClaimOutcome.Taken taken, PlannedJob planned, IEnumerable<ITaskManagerGateway> taskManagers, TimeProvider time)
        : this(taken.Stored, planned, time) => Begin(taken, All, taskManagers, time.GetTimestamp());

    /// <param name="left">What another job manager has left.</param>
    /// <param name="kept">The tasks that run on.</param>
    /// <param name="taskManagers">The gateways to the task managers that have tasks of the job.</param>
    /// <param name="time">The clock.</param>
    public Execution(LeftBehind left, KeptTasks kept, IEnumerable<ITaskManagerGateway> taskManagers, TimeProvider time)
        : this(left.Stored, left.Planned!, time)
    {
        IsUncounted = true;
        Base = left.Latest is { IsSavepoint: false } latest ? latest : null;
        NextId = Head.ReservedIds - JobHead.IdBlock + 1;
        TakenBack = kept.Barrier > (Head.Latest?.Checkpoint ?? 0) ? kept.Barrier : 0;
        foreach (var taskManager in taskManagers) TaskManagers[taskManager.Id] = taskManager;
        foreach (var subtask in Graph.Subtasks.Where(kept.Subtasks.Contains)) Begin(subtask);
    }

    private Execution(StoredHead stored, PlannedJob planned, TimeProvider time)
    {
        (Stored, _planned, Regions, _deletion) = (stored, planned, new FailoverRegions(planned.Graph), new Deletion(time));
        Losses = new LossCount(Head.Losses);
        Alignment = new AlignmentGroups(Graph.Subtasks);
        All = Graph.Subtasks.ToHashSet();
    }

    /// <summary>The job at the scale of the tasks.</summary>
    public JobSubmission Job => _planned.Job;

    /// <summary>The plan at that scale.</summary>
    public PlannedJob Planned => _planned;

    public JobGraph Graph => _planned.Graph;

    /// <summary>All subtasks.</summary>
    public IReadOnlySet<SubtaskId> All { get; }

    /// <summary>The parts of the job that fail independently of each other.</summary>
    public FailoverRegions Regions { get; }

    /// <summary>The head as this leader wrote it last.</summary>
    public StoredHead Stored { get; private set; }

    public JobHead Head => Stored.Head;

    public Deployment Deployment => Head.Deployment!;

    /// <summary>The newest attempt, with which the deployment was made; each subtask has its own, this one or an earlier one.</summary>
    public ExecutionAttempt Attempt => Head.Execution;

    /// <summary>The gateways to the task managers, by name; one that was lost has none.</summary>
    public SortedDictionary<string, ITaskManagerGateway> TaskManagers { get; } = new(StringComparer.Ordinal);

    /// <summary>The deployed subtasks whose reports count.</summary>
    public IReadOnlySet<SubtaskId> Live => _live;

    /// <summary>Whether all subtasks run.</summary>
    public bool AllRunning => _live.Count == All.Count && _starting.Count == 0;

    /// <summary>The subtasks that have not started, in order, with the timestamps at which they were deployed.</summary>
    public IEnumerable<(SubtaskId Subtask, long Since)> Starting =>
        SubtaskId.InOrder(_starting.Keys).Select(s => (s, _starting[s]));

    /// <summary>Whether every subtask has processed all its input.</summary>
    public bool InputOver => _reading.Count == 0;

    /// <summary>Whether the latest checkpoint is the last one, so that only its publishing remains.</summary>
    public bool IsLast => Head.State is HeadState.Finished or HeadState.Stopped;

    /// <summary>Whether every subtask has published the latest checkpoint.</summary>
    public bool AllConfirmed => _unconfirmed.Count == 0;

    /// <summary>
    /// The manifest of the latest completed checkpoint, which the next one is based on; null if the next must be self-contained: at a first start,
    /// and after a savepoint, because the user may delete it.
    /// </summary>
    public CheckpointManifest? Base { get; set; }

    /// <summary>The name of the blob that describes the operators; empty until a checkpoint of these tasks is complete.</summary>
    public string Operators { get; private set; } = "";

    /// <summary>Whether it is not known which blobs the subtasks refer to, because another job manager counted them; the next completed checkpoint tells.</summary>
    public bool IsUncounted { get; private set; }

    /// <summary>The next checkpoint id.</summary>
    public long NextId { get; set; }

    /// <summary>The stop that was last taken back, until a later checkpoint is complete; 0 if there is none. Heartbeats repeat it.</summary>
    public long TakenBack { get; set; }

    /// <summary>The progress of sources that are aligned with each other.</summary>
    public AlignmentGroups Alignment { get; }

    /// <summary>What the job has dropped.</summary>
    public LossCount Losses { get; }

    /// <summary>Subtasks get a new attempt, which the head names.</summary>
    public void Begin(ClaimOutcome.Taken taken, IEnumerable<SubtaskId> subtasks, IEnumerable<ITaskManagerGateway> taskManagers, long now)
    {
        Stored = taken.Stored;
        Base = taken.Restored is { Manifest: { IsSavepoint: false } manifest } ? manifest : null;
        NextId = Head.ReservedIds - JobHead.IdBlock + 1;
        foreach (var taskManager in taskManagers) TaskManagers[taskManager.Id] = taskManager;
        foreach (var subtask in subtasks)
        {
            _starting[subtask] = now;
            Losses.Begin(subtask);
            Begin(subtask);
        }
    }

    private void Begin(SubtaskId subtask)
    {
        _live.Add(subtask);
        _reading.Add(subtask);
        if (IsLast) _unconfirmed.Add(subtask);
        _deletion.Begin(subtask);
        Alignment.Begin(subtask);
    }

    /// <summary>The head was changed by this leader.</summary>
    public void Swapped(StoredHead stored) => Stored = stored;

    /// <summary>A checkpoint is complete. Returns what follows for what it replaces.</summary>
    public IReadOnlyList<JobEffect> Completed(PendingCheckpoint checkpoint, CheckpointManifest manifest, StoredHead stored)
    {
        var deletion = _deletion.Complete(Base, manifest, checkpoint.Acknowledged, Head, stored.Head);
        Stored = stored;
        (Base, TakenBack, Operators, IsUncounted) = (manifest, 0, manifest.Operators, false);
        Losses.Complete(checkpoint.Acknowledged);
        if (IsLast) _unconfirmed.UnionWith(All);
        return deletion;
    }

    /// <summary>The latest permit; null if no checkpoint is complete.</summary>
    public CommitPermit? Permit => CommitPermit.From(Head);

    /// <summary>Returns whether a report of a subtask counts: it is of the subtask's attempt, which has not been ended.</summary>
    public bool IsCurrent(ExecutionAttempt attempt, SubtaskId subtask) =>
        _live.Contains(subtask) && Deployment.AttemptOf(subtask) == attempt.Number;

    /// <summary>Returns whether a subtask of the job has its place on a task manager.</summary>
    public bool IsPlaced(SubtaskId subtask, string taskManager) => All.Contains(subtask) && Deployment.Placement.Of(subtask).Id == taskManager;

    /// <summary>Returns the deployed subtasks on a task manager, in order.</summary>
    public IReadOnlyList<SubtaskId> LiveOn(string taskManager) => [.. SubtaskId.InOrder(_live.Where(s => Deployment.Placement.Of(s).Id == taskManager))];

    /// <summary>Returns the task managers that have any of some subtasks and were not lost, each with these subtasks, in order.</summary>
    public IReadOnlyList<(ITaskManagerGateway TaskManager, IReadOnlyList<SubtaskId> Subtasks)> PlacesOf(IEnumerable<SubtaskId> subtasks) =>
        [.. subtasks.GroupBy(s => Deployment.Placement.Of(s).Id, StringComparer.Ordinal)
            .Where(g => TaskManagers.ContainsKey(g.Key))
            .OrderBy(static g => g.Key, StringComparer.Ordinal)
            .Select(g => (TaskManagers[g.Key], (IReadOnlyList<SubtaskId>)[.. SubtaskId.InOrder(g)]))];

    /// <summary>Returns the messages to the task managers that have any of some subtasks, in order.</summary>
    public IEnumerable<JobEffect> Tell(IEnumerable<SubtaskId> subtasks, Action<ITaskManagerGateway> message)
    {
        var told = subtasks.Select(s => Deployment.Placement.Of(s).Id).ToHashSet(StringComparer.Ordinal);
        return TaskManagers.Where(t => told.Contains(t.Key)).Select(t => new JobEffect.Send(t.Value, message));
    }

    /// <summary>Returns the messages with the latest permit.</summary>
    public IEnumerable<JobEffect> Permits() => Permit is { } permit ? Tell(_live, t => t.Permit(permit)) : [];

    /// <summary>What subtasks report no longer counts.</summary>
    public void End(IEnumerable<SubtaskId> subtasks) => _live.ExceptWith(subtasks);

    /// <summary>A subtask has started.</summary>
    public void Started(SubtaskId subtask) => _starting.Remove(subtask);

    /// <summary>A subtask has processed all its input.</summary>
    public void InputEnded(SubtaskId subtask)
    {
        _reading.Remove(subtask);
        Alignment.End(subtask);
    }

    /// <summary>A subtask has published everything up to a checkpoint.</summary>
    public void Confirmed(SubtaskId subtask, long checkpoint)
    {
        if (checkpoint >= Head.Latest?.Checkpoint) _unconfirmed.Remove(subtask);
    }
}
