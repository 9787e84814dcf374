using Millrace.Core.Graph;
using Millrace.Hosting.Control;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Tells jobs of their attempts, from what job managers command and hear.</summary>
internal sealed class AttemptsOfJobs(IReadOnlyList<ISimulatedJob> jobs)
{
    private readonly Dictionary<string, ISimulatedJob> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, SimulatedProcess TaskManager), Dictionary<SubtaskId, ExecutionAttempt>> _running = [];

    /// <summary>A job manager sends a command to a task manager.</summary>
    public void Commanded(TaskManagerMessage message, SimulatedProcess taskManager)
    {
        switch (message)
        {
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                _byId[tasks.Attempt.JobId] = jobs.Single(j => j.Name == tasks.Job.JobName);
                if (tasks.Subtasks.Count == 0) break;
                foreach (var subtask in tasks.Subtasks) RunningOn(tasks.Attempt.JobId, taskManager)[subtask] = tasks.Attempt;
                var isWhole = tasks.Deployment.Vertices.All(v => v.Attempts.All(a => a == tasks.Attempt.Number));
                _byId[tasks.Attempt.JobId].OnDeployed(tasks.Attempt, isWhole, tasks.Restored?.Manifest.Checkpoint ?? 0, taskManager);
                break;
            case TaskManagerMessage.Trigger m:
                _byId[m.Attempt.JobId].OnTriggered(m.Attempt, m.Barrier.Checkpoint);
                break;
        }
    }

    /// <summary>A job manager receives a message from a task manager.</summary>
    public void Told(JobManagerMessage message, SimulatedProcess taskManager)
    {
        if (message is not JobManagerMessage.Ended m || !_byId.TryGetValue(m.Attempt.JobId, out var job)) return;
        var running = RunningOn(m.Attempt.JobId, taskManager);
        var before = running.Values.ToHashSet();
        foreach (var subtask in m.Subtasks.Where(s => running.TryGetValue(s, out var attempt) && attempt.Number <= m.Attempt.Number)) running.Remove(subtask);
        foreach (var ended in before.Except(running.Values).OrderBy(static a => a.Number)) job.OnEnded(ended, taskManager);
    }

    private Dictionary<SubtaskId, ExecutionAttempt> RunningOn(string job, SimulatedProcess taskManager)
    {
        if (!_running.TryGetValue((job, taskManager), out var running)) _running.Add((job, taskManager), running = []);
        return running;
    }
}
