using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Hosts;
using Millrace.JobManager.Services;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Composition;

/// <summary>
/// The one place where the core of the job manager is plugged in: who is told of task managers and of what their tasks tell, who knows
/// free slots, and the service that controls jobs.
/// </summary>
internal static partial class JobsRegistration
{
    /// <summary>Adds the core. What runs its mail survives a defect in one job: it is logged, and only that activity is dead.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services) => services
        .AddSingleton<Core.Hosts.IActivityHost>(static s => new ThreadHost((name, e) => LogDefect(s.GetRequiredService<ILogger<ThreadHost>>(), e, name)))
        .AddSingleton<WithoutJobs>()
        .AddSingleton<ITaskManagerRegistry>(static s => s.GetRequiredService<WithoutJobs>())
        .AddSingleton<IFreeSlots>(static s => s.GetRequiredService<WithoutJobs>());

    /// <summary>Maps the service that controls jobs.</summary>
    public static void MapJobs(this WebApplication app)
    {
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "A defect of the engine ended the activity '{Activity}'")]
    private static partial void LogDefect(ILogger log, Exception e, string activity);

    /// <summary>The core of a job manager that has no jobs: all slots are free, and what tasks tell is stale.</summary>
    private sealed class WithoutJobs : ITaskManagerRegistry, IFreeSlots, IJobManagerGateway
    {
        public IJobManagerGateway JobManager => this;

        public void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner)
        {
        }

        public void Left(TaskManagerRegistration registration, string reason)
        {
        }

        public int Of(TaskManagerRegistration taskManager) => taskManager.Slots;

        public void Heartbeat(ExecutionAttempt attempt, TaskManagerReport report)
        {
        }

        public void Running(ExecutionAttempt attempt, SubtaskId subtask)
        {
        }

        public void Acknowledge(ExecutionAttempt attempt, SubtaskAcknowledgement acknowledgement)
        {
        }

        public void Declined(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint, string reason)
        {
        }

        public void InputEnded(ExecutionAttempt attempt, SubtaskId subtask)
        {
        }

        public void Confirmed(ExecutionAttempt attempt, SubtaskId subtask, long checkpoint)
        {
        }

        public void Failed(ExecutionAttempt attempt, SubtaskId subtask, JobFailure failure)
        {
        }

        public void Ended(ExecutionAttempt attempt, string taskManager)
        {
        }
    }
}
