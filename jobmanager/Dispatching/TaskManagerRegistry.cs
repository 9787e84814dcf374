using Millrace.Core.Control;
using Millrace.Hosting.Control;
using Millrace.JobManager.TaskManagers;

namespace Millrace.JobManager.Dispatching;

/// <summary>Connects the task managers' sessions to the pool and the jobs.</summary>
internal sealed class TaskManagerRegistry(Dispatcher dispatcher) : ITaskManagerRegistry
{
    public IJobManagerGateway JobManager => dispatcher.JobManager;

    public void Joined(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner, JobManagerMessage.Runs runs) =>
        dispatcher.Pool.Join(registration, tasks, planner, runs.Jobs, runs.PinnedSlots, () => dispatcher.Joined(tasks, runs.Jobs));

    public void Left(TaskManagerRegistration registration, string reason, bool mayHaveDied) =>
        dispatcher.Pool.Leave(registration, reason, mayHaveDied);
}
