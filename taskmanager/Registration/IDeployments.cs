using Millrace.Core.Control;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>The services of a registered task manager for the job manager.</summary>
internal interface IDeployments
{
    /// <summary>Starts a session: the tasks of earlier ones are stopped.</summary>
    /// <param name="welcome">The job manager's description of the cluster.</param>
    /// <returns>The gateway that runs tasks in this session, and the planner of jobs.</returns>
    (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome);

    /// <summary>The status of the process.</summary>
    TaskManagerStatus Status { get; }
}
