using Millrace.Hosting.Control;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Tells jobs of their attempts, from what job managers command and hear.</summary>
internal sealed class AttemptsOfJobs(IReadOnlyList<ISimulatedJob> jobs)
{
    private readonly Dictionary<string, ISimulatedJob> _byId = new(StringComparer.Ordinal);

    /// <summary>A job manager sends a command to a task manager.</summary>
    public void Commanded(TaskManagerMessage message, SimulatedProcess taskManager)
    {
        switch (message)
        {
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                _byId[tasks.Attempt.JobId] = jobs.Single(j => j.Name == tasks.Job.JobName);
                _byId[tasks.Attempt.JobId].OnDeployed(tasks.Attempt, tasks.Restored?.Checkpoint ?? 0, taskManager);
                break;
            case TaskManagerMessage.Trigger m:
                _byId[m.Attempt.JobId].OnTriggered(m.Attempt, m.Barrier.Checkpoint);
                break;
        }
    }

    /// <summary>A job manager receives a message from a task manager.</summary>
    public void Told(JobManagerMessage message, SimulatedProcess taskManager)
    {
        if (message is JobManagerMessage.Ended m && _byId.TryGetValue(m.Attempt.JobId, out var job)) job.OnEnded(m.Attempt, taskManager);
    }
}
