using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Hosting.Control;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Sees that no job manager uses a slot twice: for two jobs, for two attempts of one, or while a task holds it that does not end. What a task
/// manager ran before it joined counts no more.
/// </summary>
/// <param name="slots">How many slots each task manager has.</param>
internal sealed class SlotMonitor(int slots)
{
    private readonly Dictionary<(SimulatedProcess JobManager, SimulatedProcess TaskManager), Use> _uses = [];

    /// <summary>The first breach, or null.</summary>
    public string? Breach { get; private set; }

    /// <summary>A job manager hears of a task manager.</summary>
    public void Told(SimulatedProcess jobManager, JobManagerMessage message, SimulatedProcess taskManager)
    {
        switch (message)
        {
            case JobManagerMessage.Join:
                _uses[(jobManager, taskManager)] = new Use();
                break;
            case JobManagerMessage.Ended m:
                Ended(UseOf(jobManager, taskManager), m.Attempt);
                break;
            case JobManagerMessage.Report { Tasks.HasAttempt: false } m:
                Ended(UseOf(jobManager, taskManager), m.Attempt);
                break;
            case JobManagerMessage.SlotsPinned m:
                UseOf(jobManager, taskManager).Pinned = m.Slots;
                break;
        }
    }

    /// <summary>A job manager deploys tasks.</summary>
    public void Deployed(SimulatedProcess jobManager, DeployTasks tasks, SimulatedProcess taskManager)
    {
        var use = UseOf(jobManager, taskManager);
        var (job, attempt) = (tasks.Attempt.JobId, tasks.Attempt.Number);
        if (use.Jobs.TryGetValue(job, out var before)) Report($"Attempt {attempt} of job {job} is deployed to {taskManager.Name}, where attempt {before.Attempt} has not ended.");
        if (tasks.Subtasks.Distinct().Count() < tasks.Subtasks.Count || tasks.Subtasks.Any(s => tasks.Placement.Of(s).Id != taskManager.Name))
            Report($"Attempt {attempt} of job {job} has a subtask twice: {taskManager.Name} gets {string.Join(' ', tasks.Subtasks)}.");
        use.Jobs[job] = (attempt, tasks.Placement.Slots.Count(at => tasks.Placement.TaskManagers[at].Id == taskManager.Name));
        if (use.Jobs.Values.Sum(static j => j.Slots) + use.Pinned > slots)
            Report($"{taskManager.Name} has {slots} slots, of which {use.Pinned} are held by tasks that do not end, and gets {string.Join(" and ", use.Jobs.Select(static j => $"{j.Value.Slots} of {j.Key}"))}.");
    }

    private static void Ended(Use use, ExecutionAttempt attempt)
    {
        if (use.Jobs.TryGetValue(attempt.JobId, out var running) && running.Attempt == attempt.Number) use.Jobs.Remove(attempt.JobId);
    }

    private Use UseOf(SimulatedProcess jobManager, SimulatedProcess taskManager)
    {
        if (!_uses.TryGetValue((jobManager, taskManager), out var use)) _uses.Add((jobManager, taskManager), use = new Use());
        return use;
    }

    private void Report(string breach) => Breach ??= breach;

    private sealed class Use
    {
        public SortedDictionary<string, (int Attempt, int Slots)> Jobs { get; } = new(StringComparer.Ordinal);

        public int Pinned { get; set; }
    }
}
