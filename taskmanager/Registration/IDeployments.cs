using Millrace.Core.Control;
using Millrace.Hosting.Control;

namespace Millrace.TaskManager.Registration;

/// <summary>The services of a registered task manager for the job manager.</summary>
internal interface IDeployments
{
    /// <summary>Starts a session: the tasks of earlier ones run on, unless they are of another cluster.</summary>
    /// <param name="welcome">The job manager's description of the cluster.</param>
    /// <returns>The gateway that runs tasks in this session, and the planner of jobs.</returns>
    (ITaskManagerGateway Tasks, IJobPlanner Planner) Begin(TaskManagerMessage.Welcome welcome);

    /// <summary>Tells what it runs since earlier sessions, after everything that was requested in those.</summary>
    /// <param name="onReport">Takes the jobs of which it has tasks, in order, and the number of slots held by tasks that do not stop.</param>
    void Report(Action<IReadOnlyList<JobReport>, int> onReport);

    /// <summary>The status of the process.</summary>
    TaskManagerStatus Status { get; }
}
