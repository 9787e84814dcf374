using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// All subtasks run, and checkpoints are taken, one at a time, until a subtask fails, or the checkpoint is complete with which the job ends or changes its
/// scale.
/// </summary>
internal sealed partial class Running(JobContext job, Execution execution) : StateWithTasks(job, execution), IMayBecome<Publishing>, IMayBecome<EndingTasks>, IMayBecome<Suspended>
{
    private const int MostNamed = 10;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private PendingCheckpoint? _pending;
    private bool _isWriting;
    private bool _isSwapping;
    private JobEffect? _swap;
    private EndingTasks? _ending;

    public override JobState Shown => JobState.Running;

    private bool MayScaleUp => Job.Wanted is not null && Job.Rescales.IsIdle && Job.Stops.Current is null && Execution.Job.SlotLimit is not null;

    /// <summary>Whether the next checkpoint does not wait for the interval.</summary>
    private bool IsDue => Job.Stops.Current is not null || Execution.InputOver || Job.Savepoints.AreAsked || Job.Asked.AreAsked || Job.Rescales.IsReady;

    public override Decision Enter() => Decision.Stay(
        [.. Job.Wanted is null ? (JobEffect[])[new JobEffect.Plan(Job.Submission)] : [], new JobEffect.Show(), .. Execution.Permits(), .. Heartbeats(Execution.Live), .. Job.Rescales.Next(), .. AskForMore(), .. NextCheckpoint()]);

    public override Decision Requested()
    {
        // What is asked for while regions wait to end is looked at when the job runs again.
        if (_ending is not null) return Job.Stops.IsLimited ? Cancel() : Decision.None;
        return Decision.Stay([.. Job.Rescales.Next(), .. AskForMore(), .. IsDue ? Trigger() : []]);
    }

    /// <summary>Another job manager ran it with fewer slots than it would use: now it is known how many those are.</summary>
    public override Decision Planned(PlanAnswer answer)
    {
        Job.Wanted = answer.Planned;
        return Decision.Stay([.. AskForMore()]);
    }

    public override Decision SlotsAreFree() =>
        MayScaleUp ? Decision.Stay(new JobEffect.ReserveMore(new SlotRequest(Job.Wanted!.Graph.Slots, Execution.Graph.Slots + 1))) : Decision.None;

    public override Decision MoreSlots(int available)
    {
        // Other jobs were faster.
        if (available <= Execution.Graph.Slots) return Decision.Stay([.. AskForMore()]);
        if (!MayScaleUp) return Job.Rescales.IsIdle ? Decision.Stay(new JobEffect.Unreserve()) : Decision.None;
        Job.Rescales.BeginScaleUp();
        return Decision.Stay(Trigger());
    }

    public override Decision InputEnded(SubtaskId subtask)
    {
        Execution.InputEnded(subtask);
        return Execution.InputOver ? Decision.Stay(Trigger()) : Decision.None;
    }

    public override Decision Beat() => Decision.Stay([.. Heartbeats(Execution.Live)]);

    public override Decision Align() => Decision.Stay([.. Heartbeats(Execution.Alignment.Reading)]);

    public override Decision Elapsed(JobTimer timer) => timer switch
    {
        JobTimer.Interval => Decision.Stay(Trigger()),
        JobTimer.Store => Unknown(new JobFailure(FailureDomain.External, "", $"No checkpoint ids could be reserved within {Job.Options.CheckpointTimeout}.", "")),
        JobTimer.Checkpoint => Expire(),
        JobTimer.Swap => Decision.Stay(_swap!),
        _ => Decision.None,
    };

    /// <summary>
    /// An id is used only after the head has reserved it, so that no later attempt uses it again; and a command is carried out only after the head has named
    /// it, so that the next leader knows of it.
    /// </summary>
    public override Decision Swapped(SwapOutcome outcome)
    {
        // Nothing is begun yet, so that who asked need not wait for the store.
        if (outcome is SwapOutcome.Unknown { Failure: var failure })
        {
            var reason = $"The store could not be written: {failure.Message}";
            var record = new CheckpointRecord(Execution.NextId, false, null, 0, Job.Time.GetUtcNow(), TimeSpan.Zero, reason);
            return Retry(_swap!, failure, [.. Job.Stops.Current is null ? [] : Job.Stops.Fail(reason), .. Job.Savepoints.Fail(reason), .. Job.Asked.End(record)]);
        }

        _isSwapping = false;
        if (outcome is SwapOutcome.Deposed deposed) return Suspend(deposed.Failure);
        if (outcome is SwapOutcome.Refused refused) return Unknown(refused.Failure);
        var stored = ((SwapOutcome.Swapped)outcome).Stored;
        Execution.Swapped(stored);
        Job.Knows(stored);
        return _ending is { } ending ? Decision.Go(this, ending) : Decision.Stay([new JobEffect.StopTimer(JobTimer.Store), .. Trigger()]);
    }

    public override Decision Acknowledged(SubtaskAcknowledgement acknowledgement)
    {
        if (_pending is not { } pending || !pending.Acknowledge(acknowledgement)) return Decision.None;
        Job.History.Acknowledged(acknowledgement);
        if (!pending.IsComplete) return Decision.None;
        if (pending is { Barrier.Drain: true, IsFinal: false }) return Abort("Not every subtask had reached its end of input.");
        // Who has asked for a stop since its barrier was sent is answered with it.
        if (pending.Barrier.Stop) Job.Commands.Begin(Job.CommandsOf(pending.Checkpoint), Execution.Head);
        _isWriting = true;
        return Decision.Stay(new JobEffect.WriteCheckpoint(CheckpointDraft.Of(pending, Job, Execution)));
    }

    public override Decision Declined(SubtaskId subtask, long checkpoint, string reason) =>
        !_isWriting && _pending?.Checkpoint == checkpoint ? Abort($"subtask {subtask}: {reason}") : Decision.None;

    public override Decision Written(CheckpointOutcome outcome) => outcome switch
    {
        CheckpointOutcome.Completed completed => Complete(completed),
        CheckpointOutcome.Saved saved => Save(saved),
        CheckpointOutcome.Aborted aborted => Abort(aborted.Reason),
        CheckpointOutcome.Unknown unknown => Retry(new JobEffect.WriteCheckpoint(unknown.Draft), unknown.Failure),
        CheckpointOutcome.Refused refused => Unknown(refused.Failure),
        _ => Suspend(((CheckpointOutcome.Deposed)outcome).Failure),
    };

    /// <summary>
    /// Where regions run on, the head must be known before it is changed again, so that an answer of the store is waited for; its limit remains. State
    /// that has seen a drain's barrier does not run on.
    /// </summary>
    public override Decision Failed(IReadOnlyList<SubtaskId> subtasks, JobFailure failure)
    {
        var ending = After(failure, _pending is { Barrier.Drain: true } ? Execution.All : subtasks, _ending?.Scope);
        return End(ending);
    }

    protected override Decision End(EndingTasks ending, params IReadOnlyList<JobEffect> effects)
    {
        if (ending.Scope.Count == Execution.All.Count) return Decision.Go(this, ending, effects);
        if (!_isWriting && !_isSwapping) return Decision.Go(this, ending, [.. effects, .. GiveUpPending(ending)]);
        _ending = ending;
        Execution.End(ending.Scope);
        return Decision.Stay(effects);
    }

    private IEnumerable<JobEffect> AskForMore() => MayScaleUp ? [new JobEffect.AskForMore()] : [];

    private IReadOnlyList<JobEffect> NextCheckpoint() => IsDue ? Trigger() : [new JobEffect.StartTimer(JobTimer.Interval, Job.Options.CheckpointInterval)];

    private IReadOnlyList<JobEffect> Trigger()
    {
        if (_pending is not null || _isSwapping || _ending is not null) return [];
        var isReserved = Execution.NextId <= Execution.Head.ReservedIds;
        if (!Job.Commands.Begin(Job.CommandsOf(Execution.NextId), Execution.Head) || !isReserved)
        {
            _isSwapping = true;
            var head = Execution.Head with { Commands = Job.Commands.All };
            _swap = new JobEffect.SwapHead(isReserved ? head : head.Reserve(), Execution.Stored.Version);
            return [new JobEffect.StartTimer(JobTimer.Store, Job.Options.CheckpointTimeout), _swap];
        }

        var stop = Job.Stops.Current;
        var isSavepoint = stop?.IsSavepoint ?? Job.Savepoints.AreAsked;
        var barrier = new CheckpointBarrier(
            Execution.NextId++,
            stop is not null,
            isSavepoint,
            Execution.Base?.Checkpoint ?? 0,
            stop?.Drain ?? false,
            Execution.IsUncounted,
            stop is null && !isSavepoint ? Job.Options.AlignmentTimeout : null,
            Job.Options.InFlightLimit);
        _pending = new PendingCheckpoint(barrier, Execution.Graph.Subtasks);
        if (barrier is { Stop: false, IsSavepoint: false }) Job.Rescales.Begin(barrier.Checkpoint);
        Job.History.Begin(barrier, KindOf(barrier), Execution.Graph);
        return
        [
            new JobEffect.StopTimer(JobTimer.Interval),
            new JobEffect.StartTimer(JobTimer.Checkpoint, Job.Options.CheckpointTimeout),
            .. Execution.Tell(Execution.Live, to => to.Trigger(Execution.Attempt, barrier, Execution.Permit)),
        ];
    }

    private CheckpointKind KindOf(CheckpointBarrier barrier) => barrier switch
    {
        { Drain: true } => CheckpointKind.Drain,
        { Stop: true } => CheckpointKind.Stop,
        { IsSavepoint: true } => CheckpointKind.Savepoint,
        _ => Job.Rescales.IsDoneWith(barrier.Checkpoint) ? CheckpointKind.Rescale : CheckpointKind.Checkpoint,
    };
}
