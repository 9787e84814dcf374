using Millrace.Core.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Told of task managers that join and leave.</summary>
internal interface ITaskManagerRegistry
{
    /// <summary>A task manager joined. Another session of the same id is over with it.</summary>
    void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner);

    /// <summary>The session of a task manager is over.</summary>
    void Left(TaskManagerRegistration registration, string reason);

    /// <summary>Where messages of a job's tasks go.</summary>
    IJobManagerGateway JobManager { get; }
}
