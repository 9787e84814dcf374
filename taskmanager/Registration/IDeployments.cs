using Millrace.Core.Control;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>What a registered task manager does for the job manager.</summary>
internal interface IDeployments
{
    /// <summary>A session begins: the tasks of those before it are to be ended.</summary>
    /// <param name="welcome">What the job manager says of the cluster.</param>
    /// <returns>Who runs tasks in this session, and who plans jobs.</returns>
    (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome);

    /// <summary>How the process stands.</summary>
    TaskManagerStatus Status { get; }
}
