using Millrace.JobManager;
using Millrace.Runtime.Snapshots;
using Millrace.TaskManager;
using Millrace.TaskManager.Exchange;

namespace Millrace.Simulation.Tests.World.Processes;

/// <summary>How a simulated cluster is made, drawn once a run; processes that are started anew are made alike.</summary>
/// <param name="TaskManagers">How many task managers, 1 or more.</param>
/// <param name="Slots">How many slots each has.</param>
/// <param name="Tasks">How they run tasks.</param>
/// <param name="Exchange">How they exchange data.</param>
/// <param name="WireWindow">How many messages may be on their way in a data call.</param>
/// <param name="Master">How jobs are run.</param>
internal sealed record WorldShape(int TaskManagers, int Slots, TaskExecutorOptions Tasks, DataExchangeOptions Exchange, int WireWindow, JobMasterOptions Master)
{
    /// <summary>No job has more subtasks of an operator.</summary>
    public const int MostSubtasks = 6;

    /// <summary>How many slots there are where all task managers are.</summary>
    public int AllSlots => TaskManagers * Slots;

    public static WorldShape Draw(Random random)
    {
        var taskManagers = random.Next(1, 4);
        return new WorldShape(
            taskManagers,
            ((MostSubtasks + taskManagers - 1) / taskManagers) + random.Next(3),
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
                HeartbeatTimeout = TimeSpan.FromSeconds(2),
            });
    }
}
