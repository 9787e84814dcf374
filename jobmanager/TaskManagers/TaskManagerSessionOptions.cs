using Millrace.Hosting.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>How sessions of task managers are held.</summary>
/// <param name="Storage">Where artifacts and checkpoints are, as a URL; task managers are told.</param>
internal sealed record TaskManagerSessionOptions(string Storage)
{
    /// <summary>A task manager gives the job manager up later than the other way round: a manifest on its way keeps signs of life waiting.</summary>
    private const int Patience = 5;

    /// <value>How often both sides give a sign of life. Default 250 ms.</value>
    public TimeSpan BeatInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <value>A task manager that gives none for so long is lost. Default 2 s.</value>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How long the planning of a job may take. Default 60 s.</value>
    public TimeSpan PlanLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <value>Whether the code of jobs is loaded so that it can be unloaded. Default false.</value>
    public bool CollectibleJobs { get; init; }

    /// <summary>What a task manager is told when it is registered.</summary>
    public TaskManagerMessage.Welcome Welcome => new(Storage, BeatInterval, Patience * SilenceLimit, CollectibleJobs, PlanLimit);

    /// <summary>How a stream is held.</summary>
    public ControlStreamOptions Stream => new(BeatInterval, SilenceLimit);
}
