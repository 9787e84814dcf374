using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager;

/// <summary>The job manager's view of one attempt.</summary>
internal sealed class Execution(JobHead head, long headVersion, PlannedJob planned)
{
    private readonly HashSet<SubtaskId> _starting = [.. planned.Graph.Subtasks];
    private readonly HashSet<SubtaskId> _reading = [.. planned.Graph.Subtasks];
    private readonly HashSet<SubtaskId> _unconfirmed = [];

    public ExecutionAttempt Attempt { get; } = head.Execution;

    /// <summary>The job at the scale of this attempt.</summary>
    public JobSubmission Job => planned.Job;

    public JobGraph Graph => planned.Graph;

    /// <summary>The head as this leader wrote it last.</summary>
    public JobHead Head { get; private set; } = head;

    public long HeadVersion { get; private set; } = headVersion;

    /// <summary>The gateways to the task managers that it was deployed to, by name.</summary>
    public SortedDictionary<string, ITaskManagerGateway> TaskManagers { get; } = new(StringComparer.Ordinal);

    /// <summary>What the job dropped in earlier attempts, as far as the restored checkpoint covers it.</summary>
    public Losses LostBefore { get; init; }

    public PendingCheckpoint? Pending { get; set; }

    /// <summary>The stop that was last taken back, until a later checkpoint is complete; 0 where there is none. Heartbeats repeat it.</summary>
    public long TakenBack { get; set; }

    /// <summary>
    /// The manifest of the latest completed checkpoint, which the next one is based on; null where the next must be self-contained: at a
    /// first start, and after a savepoint, because the user may delete it.
    /// </summary>
    public CheckpointManifest? Base { get; set; }

    /// <summary>Whether checkpoint ids are being reserved.</summary>
    public bool IsReserving { get; set; }

    public long NextId { get; set; } = head.ReservedIds - JobHead.IdBlock + 1;

    /// <summary>Whether the last checkpoint is complete, so that only its publishing remains.</summary>
    public bool Ending { get; private set; }

    /// <summary>The progress of sources that are aligned with each other.</summary>
    public AlignmentGroups Alignment { get; } = new(planned.Graph.Subtasks);

    /// <summary>Whether its tasks have stopped, as far as can be known.</summary>
    public bool HasEnded { get; set; }

    public bool AllRunning => _starting.Count == 0;

    /// <summary>The subtasks that have not started, in order.</summary>
    public IEnumerable<SubtaskId> Starting => _starting.OrderBy(s => s.Vertex).ThenBy(s => s.Index);

    /// <summary>Whether every subtask has processed all its input.</summary>
    public bool InputOver => _reading.Count == 0;

    public bool AllConfirmed => Ending && _unconfirmed.Count == 0;

    /// <summary>The latest permit; null where no checkpoint is complete.</summary>
    public CommitPermit? Permit => CommitPermit.From(Head);

    public void Started(SubtaskId subtask) => _starting.Remove(subtask);

    public void InputEnded(SubtaskId subtask)
    {
        _reading.Remove(subtask);
        Alignment.End(subtask);
    }

    public void Swapped(JobHead head, long version) => (Head, HeadVersion) = (head, version);

    public void End()
    {
        Ending = true;
        _unconfirmed.UnionWith(planned.Graph.Subtasks);
    }

    public void Confirmed(SubtaskId subtask, long checkpoint)
    {
        if (Ending && checkpoint >= Head.Latest?.Checkpoint) _unconfirmed.Remove(subtask);
    }
}
