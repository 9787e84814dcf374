using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.TaskManager;
using Millrace.TaskManager.Exchange;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>The configuration of a simulated cluster, drawn once per run; restarted processes have the same one.</summary>
/// <param name="TaskManagers">The number of task managers, 1 or more.</param>
/// <param name="Slots">The number of slots of each.</param>
/// <param name="Tasks">How they run tasks.</param>
/// <param name="Exchange">How they exchange data.</param>
/// <param name="WireWindow">The number of messages that may be in flight in a data call.</param>
/// <param name="Master">How jobs are run.</param>
internal sealed record WorldShape(int TaskManagers, int Slots, TaskExecutorOptions Tasks, DataExchangeOptions Exchange, int WireWindow, JobMasterOptions Master)
{
    /// <summary>The number of job managers: one is alone, several elect one that leads.</summary>
    public int JobManagers { get; init; } = 1;

    /// <summary>The maximum number of subtasks of an operator in any job.</summary>
    public const int MostSubtasks = 6;

    /// <summary>The total number of slots when all task managers are up.</summary>
    public int AllSlots => TaskManagers * Slots;

    /// <param name="random">Decides.</param>
    /// <param name="jobs">How many jobs run at once.</param>
    public static WorldShape Draw(Random random, int jobs)
    {
        var shape = DrawAligned(random, jobs);
        var interval = shape.Master.CheckpointInterval.Milliseconds;
        // Taken from what is drawn, so that runs whose checkpoints are aligned are those of their seed as they were without this.
        return interval % 2 == 0 ? shape : shape with
        {
            Master = shape.Master with
            {
                AlignmentTimeout = TimeSpan.FromMilliseconds(interval / 2 % 4 * 2),
                InFlightLimit = interval % 5 == 0 ? 500 : shape.Master.InFlightLimit,
            },
        };
    }

    private static WorldShape DrawAligned(Random random, int jobs)
    {
        var taskManagers = random.Next(1, 4);
        return new WorldShape(
            taskManagers,
            (((jobs * MostSubtasks) + taskManagers - 1) / taskManagers) + random.Next(3),
            new TaskExecutorOptions
            {
                BatchSize = random.Next(2) == 0 ? random.Next(1, 9) : random.Next(16, 257),
                Snapshots = new SnapshotOptions
                {
                    SliceBytes = random.Next(3) == 0 ? random.Next(1, 2000) : random.Next(1, 40),
                    ChunkBytes = random.Next(3) == 0 ? random.Next(1, 5000) : random.Next(1, 200),
                    Chunks = random.Next(1, 4),
                },
            },
            new DataExchangeOptions { Window = random.Next(1, 9), MessageBytes = random.Next(2) == 0 ? random.Next(1, 200) : 256 << 10 },
            random.Next(1, 9),
            new JobMasterOptions
            {
                CheckpointInterval = TimeSpan.FromMilliseconds(random.Next(3, 60)),
                CheckpointTimeout = TimeSpan.FromSeconds(20),
                Retain = random.Next(1, 4),
                TolerableFailedCheckpoints = 8,
                HeartbeatInterval = TimeSpan.FromMilliseconds(250),
            })
        { JobManagers = random.Next(2) == 0 ? 1 : random.Next(2, 4) };
    }
}
