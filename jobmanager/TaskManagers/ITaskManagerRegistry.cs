using Millrace.Core.Control;
using Millrace.Hosting.Control;

namespace Millrace.JobManager.TaskManagers;

/// <summary>Is notified of task managers that join and leave.</summary>
internal interface ITaskManagerRegistry
{
    /// <summary>A task manager joined. Any other session with the same id has ended.</summary>
    /// <param name="registration">Its description of itself.</param>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="planner">Plans jobs there.</param>
    /// <param name="runs">What it runs since earlier sessions.</param>
    void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner, JobManagerMessage.Runs runs);

    /// <summary>The session of a task manager ended.</summary>
    /// <param name="registration">The registration with which it joined.</param>
    /// <param name="reason">The reason, as the end of a sentence about it.</param>
    /// <param name="mayHaveDied">Whether its process may have terminated: it neither announced that it would leave nor was replaced, and this process did not stand still.</param>
    void Left(TaskManagerRegistration registration, string reason, bool mayHaveDied);

    /// <summary>The gateway for messages from jobs' tasks.</summary>
    IJobManagerGateway JobManager { get; }
}
