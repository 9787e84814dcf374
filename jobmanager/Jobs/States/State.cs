using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// A state of a job. Facts come in one at a time, as calls; each returns what is decided. What must be answered in every state is abstract; any other
/// fact is dropped by a state in which it means nothing. A state object is left once and never returned to, so what its timers and requests lead to
/// later can be recognized as stale.
/// </summary>
internal abstract class State(JobContext job)
{
    /// <summary>The state as users see it.</summary>
    public abstract JobState Shown { get; }

    /// <summary>The tasks of the job; null where there are none.</summary>
    public virtual Execution? Execution => null;

    /// <summary>What the job waits for, as text; null where it waits for nothing.</summary>
    public virtual string? WaitsFor => null;

    /// <summary>What the states of the job share.</summary>
    protected JobContext Job => job;

    /// <summary>Called once, when the job has come into the state.</summary>
    public abstract Decision Enter();

    /// <summary>The user has cancelled the job.</summary>
    public abstract Decision Cancel();

    /// <summary>A task manager on which the job has slots was lost, with the tasks that ran there.</summary>
    public abstract Decision Lost(string taskManager, JobFailure failure);

    /// <summary>
    /// A task manager has joined. What it runs of the job since earlier sessions, or of the time of another job manager, ends: it was taken for lost.
    /// </summary>
    /// <param name="taskManager">The task manager.</param>
    /// <param name="report">What it runs of the job; null for nothing.</param>
    public virtual Decision Joined(ITaskManagerGateway taskManager, JobReport? report) =>
        report is null ? Decision.None : Decision.Stay(new JobEffect.Doubt(taskManager, report.Attempt, report.All));

    /// <summary>A timer that the state has started is due.</summary>
    public virtual Decision Elapsed(JobTimer timer) => Decision.None;

    /// <summary>The interval of heartbeats has passed.</summary>
    public virtual Decision Beat() => Decision.None;

    /// <summary>The interval at which aligned sources learn of each other has passed.</summary>
    public virtual Decision Align() => Decision.None;

    /// <summary>A user has asked for a stop, a savepoint, a checkpoint or another scale, or such a request has got further.</summary>
    public virtual Decision Requested() => Decision.None;

    /// <summary>The plan that the state asked for has come.</summary>
    public virtual Decision Planned(PlanAnswer answer) => Decision.None;

    /// <summary>The slots that the job asked for are not free.</summary>
    public virtual Decision Waits(string what) => Decision.None;

    /// <summary>The job was given slots.</summary>
    public virtual Decision Granted(SlotGrant grant) => Decision.None;

    /// <summary>The job cannot keep the slots that it wanted to keep: something else holds them.</summary>
    public virtual Decision CannotKeep(SlotRequest request) => Decision.None;

    /// <summary>There are slots that no job waits for.</summary>
    public virtual Decision SlotsAreFree() => Decision.None;

    /// <summary>So many slots were reserved for the job, which runs with fewer than it would.</summary>
    public virtual Decision MoreSlots(int available) => Decision.None;

    /// <summary>The attempt that the state asked for is in the head, or not.</summary>
    public virtual Decision Claimed(ClaimOutcome outcome) => Decision.None;

    /// <summary>A current subtask has started.</summary>
    public virtual Decision Started(SubtaskId subtask) => Decision.None;

    /// <summary>Current subtasks have failed.</summary>
    public virtual Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure) => Decision.None;

    /// <summary>A current subtask has processed all its input.</summary>
    public virtual Decision InputEnded(SubtaskId subtask) => Decision.None;

    /// <summary>A current subtask has written its part of a checkpoint.</summary>
    public virtual Decision Acknowledged(SubtaskAcknowledgement acknowledgement) => Decision.None;

    /// <summary>A current subtask could not write its part of a checkpoint.</summary>
    public virtual Decision Declined(SubtaskId subtask, long checkpoint, string reason) => Decision.None;

    /// <summary>A current subtask has published everything up to a checkpoint.</summary>
    public virtual Decision Confirmed(SubtaskId subtask, long checkpoint) => Decision.None;

    /// <summary>A task manager has no tasks of some subtasks any longer. The attempt is any: a state compares it with its own.</summary>
    public virtual Decision Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => Decision.None;

    /// <summary>The head is as the state asked for, or not.</summary>
    public virtual Decision Swapped(SwapOutcome outcome) => Decision.None;

    /// <summary>The checkpoint that the state had written is complete, or not.</summary>
    public virtual Decision Written(CheckpointOutcome outcome) => Decision.None;

    /// <summary>The end that the state had written is in the head, as far as that was possible.</summary>
    /// <param name="deposed">Why it is not, because the head is another leader's; null otherwise.</param>
    public virtual Decision HeadEnded(JobFailure? deposed) => Decision.None;

    /// <summary>It is known whether this process leads.</summary>
    /// <param name="leads">Whether it does; null where the storage does not tell.</param>
    public virtual Decision Leads(bool? leads) => Decision.None;
}
