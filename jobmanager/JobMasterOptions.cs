using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager;

/// <summary>How a job is run.</summary>
public sealed record JobMasterOptions
{
    /// <value>The time from the end of a checkpoint to the start of the next. Default 500 ms.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>A checkpoint that takes longer is aborted. Default 10 minutes.</value>
    public TimeSpan CheckpointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>
    /// How long a task waits for a checkpoint's barriers before they overtake records, which then are part of the checkpoint. Default null: as long as it takes.
    /// </value>
    public TimeSpan? AlignmentTimeout { get; init; }

    /// <value>How many bytes of records a barrier may overtake in a subtask, 1 or more. Default 64 MiB.</value>
    public int InFlightLimit { get; init; } = 64 << 20;

    /// <value>
    /// An attempt whose tasks have not all restored their state and opened their functions within this time has failed. Default 10 minutes.
    /// </value>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>How the job is restarted. Default null: as its definition says.</value>
    public RestartPolicy? Restart { get; init; }

    /// <value>The job's failure history under the previous job manager. Default null: none.</value>
    public JobPast? Past { get; init; }

    /// <value>The number of completed checkpoints retained, 1 or more. Default 3.</value>
    public int Retain { get; init; } = 3;

    /// <value>The checkpoint or savepoint that the first attempt restores, abandoning later ones. Default null: the latest.</value>
    public RetainedCheckpoint? Restore { get; init; }

    /// <value>The leader epoch of the process that runs the job, as in its head. Default 0: the first attempt takes the next one.</value>
    public long LeaderEpoch { get; init; }

    /// <value>What another job manager has left of the job. Default null: nothing, because it is new.</value>
    public LeftBehind? Left { get; init; }

    /// <value>The commands in the head of a job that is restored, because they may be repeated. Default empty.</value>
    public IReadOnlyList<JobCommand> Commands { get; init; } = [];

    /// <value>
    /// The number of consecutive checkpoints that may fail before the job does, 0 or more. Default 3: a storage that is briefly unavailable
    /// costs a checkpoint and no restart, and one that stays unavailable is noticed.
    /// </value>
    public int TolerableFailedCheckpoints { get; init; } = 3;

    /// <value>The number of slots with which the job runs while it cannot get all, 1 or more. Default null: it waits for all.</value>
    public int? LeastSlots { get; init; }

    /// <value>How long a job that can run with fewer slots waits for all of them. Default 2 s: after a start they register one by one.</value>
    public TimeSpan SlotTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>An operation that the store has not answered within this time has failed. Default 60 s.</value>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>
    /// How long to wait for an attempt's tasks to stop. Default 2 minutes: task managers themselves give up on tasks that do not stop, after
    /// 30 s.
    /// </value>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>The interval of heartbeats about the job, which repeat what may have been lost. Default 1 s. Whether a task manager lives, its session says.</value>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>
    /// The interval at which aligned sources learn each other's progress. Default 50 ms: a source may run ahead by what it reads in between.
    /// </value>
    public TimeSpan AlignmentInterval { get; init; } = TimeSpan.FromMilliseconds(50);
}
