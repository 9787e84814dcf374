using Millrace.Core.Hosts;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>What is around a job in its process.</summary>
/// <param name="Store">The store of heads and checkpoints.</param>
/// <param name="Pool">The task managers.</param>
/// <param name="Host">Runs mail and effects.</param>
/// <param name="Time">The clock.</param>
/// <param name="Random">The source of jitter.</param>
/// <param name="Log">The log.</param>
public sealed record JobSurroundings(JobStore Store, TaskManagerPool Pool, IActivityHost Host, TimeProvider Time, Random Random, ILogger Log)
{
    /// <value>Returns whether this process leads, as of now; asked where another one is found to run the job. Default: it does, as the only one that there is.</value>
    public Func<CancellationToken, Task<bool>> Leads { get; init; } = static _ => Task.FromResult(true);

    /// <value>Called on the job's mailbox when another job manager runs it; nothing more is heard of the job then. Default: nothing is done.</value>
    public Action OnSuspended { get; init; } = static () => { };
}
