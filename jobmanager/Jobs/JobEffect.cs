using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>What a decision about a job has done outside. Nothing waits for it: what comes of it is a fact for the state that asked.</summary>
internal abstract record JobEffect
{
    private JobEffect()
    {
    }

    /// <summary>Starts a timer of the state, or starts it again.</summary>
    public sealed record StartTimer(JobTimer Timer, TimeSpan Delay) : JobEffect;

    /// <summary>Stops a timer of the state.</summary>
    public sealed record StopTimer(JobTimer Timer) : JobEffect;

    /// <summary>Sends a message to a task manager.</summary>
    public sealed record Send(ITaskManagerGateway TaskManager, Action<ITaskManagerGateway> Message) : JobEffect;

    /// <summary>Calls who asked for something.</summary>
    public sealed record Answer(Action Act) : JobEffect;

    /// <summary>Asks for a plan: <see cref="States.State.Planned"/>.</summary>
    public sealed record Plan(JobSubmission Job) : JobEffect;

    /// <summary>Asks for slots; those that the job has are returned, except those that the request keeps: <see cref="States.State.Granted"/>.</summary>
    public sealed record RequestSlots(SlotRequest Request) : JobEffect;

    /// <summary>Keeps the slots of tasks that run since the time of another job manager.</summary>
    public sealed record KeepSlots(ExecutionAttempt Attempt, IReadOnlyList<(ITaskManagerGateway TaskManager, IReadOnlyList<SubtaskId> Subtasks)> Kept) : JobEffect;

    /// <summary>Returns the job's slots.</summary>
    public sealed record ReleaseSlots : JobEffect;

    /// <summary>Asks to be told when slots are free: <see cref="States.State.SlotsAreFree"/>.</summary>
    public sealed record AskForMore : JobEffect;

    /// <summary>Reserves free slots for the job's next request: <see cref="States.State.MoreSlots"/>.</summary>
    public sealed record ReserveMore(SlotRequest Request) : JobEffect;

    /// <summary>Cancels the job's reservation.</summary>
    public sealed record Unreserve : JobEffect;

    /// <summary>Grants no slots of a task manager until it reports the end of some tasks, which it is told to end until it does.</summary>
    public sealed record Doubt(ITaskManagerGateway TaskManager, ExecutionAttempt Attempt, IReadOnlyList<SubtaskId> Subtasks) : JobEffect;

    /// <summary>Asks for a plan at another scale: <see cref="Rescales.Planned"/>.</summary>
    public sealed record PlanScale(Rescaling Rescaling, JobSubmission Job) : JobEffect;

    /// <summary>Reserves slots for another scale: <see cref="Rescales.Reserved"/>.</summary>
    public sealed record ReserveScale(Rescaling Rescaling, SlotRequest Request) : JobEffect;

    /// <summary>Writes an attempt into the head: <see cref="States.State.Claimed"/>.</summary>
    public sealed record Claim(ClaimRequest Request) : JobEffect;

    /// <summary>Reserves checkpoint ids in the head, or names commands in it: <see cref="States.State.Swapped"/>.</summary>
    public sealed record SwapHead(JobHead Head, BlobVersion? Version) : JobEffect;

    /// <summary>Writes a manifest and, unless it is a savepoint of a job that goes on, a head that names it: <see cref="States.State.Written"/>.</summary>
    public sealed record WriteCheckpoint(CheckpointDraft Draft) : JobEffect;

    /// <summary>Deletes what the job has freed.</summary>
    public sealed record Delete(JobHead Head, IReadOnlyList<string> Freed) : JobEffect;

    /// <summary>Deletes what no retained checkpoint reaches.</summary>
    public sealed record Scavenge(JobHead Head) : JobEffect;

    /// <summary>Writes the end of the job into its head: <see cref="States.State.HeadEnded"/>.</summary>
    public sealed record EndHead(HeadState State) : JobEffect;

    /// <summary>Asks whether this process leads: <see cref="States.State.Leads"/>.</summary>
    public sealed record AskWhoLeads : JobEffect;

    /// <summary>Shows the job as it is now.</summary>
    public sealed record Show : JobEffect;

    /// <summary>Tells the process that another one runs the job.</summary>
    public sealed record Suspend : JobEffect;

    /// <summary>Takes no facts any longer: the job has ended, or another process runs it.</summary>
    public sealed record Stop : JobEffect;
}
