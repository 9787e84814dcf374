using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.JobManager;

/// <summary>What the job manager knows of one attempt.</summary>
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

    /// <summary>The ways to the task managers that it was deployed to, by their names.</summary>
    public SortedDictionary<string, ITaskManagerGateway> TaskManagers { get; } = new(StringComparer.Ordinal);

    /// <summary>What the job had left out in the attempts before, as far as the restored checkpoint covers it.</summary>
    public Losses LostBefore { get; init; }

    public PendingCheckpoint? Pending { get; set; }

    /// <summary>The stop that was taken back last, until a later checkpoint is complete; 0 where there is none. Heartbeats repeat it.</summary>
    public long TakenBack { get; set; }

    /// <summary>
    /// The manifest of the latest completed checkpoint, which the next one is based on; null where that must be complete in itself: at a
    /// first start, and after a savepoint, because the user may delete that.
    /// </summary>
    public CheckpointManifest? Base { get; set; }

    /// <summary>Whether checkpoint ids are being reserved.</summary>
    public bool IsReserving { get; set; }

    public long NextId { get; set; } = head.ReservedIds - JobHead.IdBlock + 1;

    /// <summary>Whether the last checkpoint is complete, so that only its publishing is left.</summary>
    public bool Ending { get; private set; }

    /// <summary>How far the sources are that keep near to each other.</summary>
    public AlignmentGroups Alignment { get; } = new(planned.Graph.Subtasks);

    /// <summary>Whether its tasks have ended, as far as anybody can say so.</summary>
    public bool HasEnded { get; set; }

    public bool AllRunning => _starting.Count == 0;

    /// <summary>Whether every subtask has worked off all input.</summary>
    public bool InputOver => _reading.Count == 0;

    public bool AllConfirmed => Ending && _unconfirmed.Count == 0;

    /// <summary>The latest permit; null where no checkpoint is complete.</summary>
    public CommitPermit? Permit => CommitPermit.From(Head);

    public void Started(SubtaskId subtask) => _starting.Remove(subtask);

    public void InputEnded(SubtaskId subtask) => _reading.Remove(subtask);

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
