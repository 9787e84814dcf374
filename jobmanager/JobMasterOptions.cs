using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;

namespace Millrace.JobManager;

/// <summary>How a job is run.</summary>
public sealed record JobMasterOptions
{
    /// <value>From the end of a checkpoint to the start of the next. Default 500 ms.</value>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <value>After so long a checkpoint is given up. Default 10 minutes.</value>
    public TimeSpan CheckpointTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <value>How the job is restarted. Default null: as its definition says.</value>
    public RestartPolicy? Restart { get; init; }

    /// <value>What went wrong with the job under the job manager before. Default null: nothing.</value>
    public JobPast? Past { get; init; }

    /// <value>How many completed checkpoints are kept, 1 or more. Default 3.</value>
    public int Retain { get; init; } = 3;

    /// <value>The checkpoint or savepoint that the first attempt goes back to, abandoning those after it. Default null: the latest.</value>
    public RetainedCheckpoint? Restore { get; init; }

    /// <value>The leader epoch that the job's head has, of the process that runs it. Default 0: the first attempt takes the next one.</value>
    public long LeaderEpoch { get; init; }

    /// <value>
    /// How many checkpoints in a row may fail before the job does, 0 or more. Default 3: a storage that is unavailable for a moment costs a
    /// checkpoint and no restart, and one that stays away is seen.
    /// </value>
    public int TolerableFailedCheckpoints { get; init; } = 3;

    /// <value>With so few slots the job runs while there are not all that it wants, 1 or more. Default null: it waits for all.</value>
    public int? LeastSlots { get; init; }

    /// <value>For so long a job that runs with fewer slots waits for all of them. Default 2 s: after a start they come one after the other.</value>
    public TimeSpan SlotTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>After so long without an answer of the store, whatever needed it has failed. Default 60 s.</value>
    public TimeSpan StoreTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>
    /// After so long nobody waits for the end of an attempt's tasks any longer. Default 2 minutes: task managers give tasks up themselves that
    /// do not end, after 30 s.
    /// </value>
    public TimeSpan EndTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <value>How often task managers are asked for a sign of life. Default 1 s.</value>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <value>
    /// How often sources that wait for each other hear how far the others are. Default 50 ms: what one reads in between, it may be ahead.
    /// </value>
    public TimeSpan AlignmentInterval { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <value>After so long without an answer a task manager is lost, and its tasks with it. Default 10 s.</value>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
