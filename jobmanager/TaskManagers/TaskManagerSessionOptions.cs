using Millrace.Hosting.Control;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.TaskManagers;

/// <summary>The options of task manager sessions.</summary>
/// <param name="Storage">The storage of artifacts and checkpoints, as a URL; sent to task managers.</param>
internal sealed record TaskManagerSessionOptions(string Storage)
{
    /// <summary>A task manager gives up on the job manager later than the other way round: a manifest on its way delays heartbeats.</summary>
    private const int Patience = 5;

    /// <value>The interval of heartbeats on both sides. Default 250 ms.</value>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <value>A task manager that sends no heartbeat for this long is lost. Default 2 s.</value>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How long the planning of a job may take. Default 60 s.</value>
    public TimeSpan PlanLimit { get; init; } = PlanQueue.DefaultLimit;

    /// <value>Whether the code of jobs is loaded so that it can be unloaded. Default false.</value>
    public bool CollectibleJobs { get; init; }

    /// <summary>Returns the message to a task manager that has registered.</summary>
    /// <param name="leaderEpoch">The epoch of this leader.</param>
    public TaskManagerMessage.Welcome Welcome(long leaderEpoch) => new(leaderEpoch, Storage, BeatInterval, Patience * SilenceLimit, CollectibleJobs, PlanLimit);

    /// <summary>The options of the control stream.</summary>
    public ControlStreamOptions Stream => new(BeatInterval, SilenceLimit);
}
