using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Control;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Sees that no job manager uses a slot twice: for two jobs, for two attempts of a subtask, or while a task holds it that does not end. What a task
/// manager runs when it joins counts too.
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
            case JobManagerMessage.Runs m:
                var use = _uses[(jobManager, taskManager)] = new Use { Pinned = m.PinnedSlots };
                foreach (var job in m.Jobs) use.Jobs[job.Attempt.JobId] = JobUse.Of(job);
                break;
            case JobManagerMessage.Ended m:
                Ended(UseOf(jobManager, taskManager), m.Attempt, m.Subtasks.Contains);
                break;
            case JobManagerMessage.Report { Tasks.HasAttempt: false } m:
                Ended(UseOf(jobManager, taskManager), m.Attempt, static _ => true);
                break;
            case JobManagerMessage.SlotsPinned m:
                UseOf(jobManager, taskManager).Pinned = m.Slots;
                break;
        }
    }

    /// <summary>A job manager deploys tasks.</summary>
    public void Deployed(SimulatedProcess jobManager, DeployTasks tasks, SimulatedProcess taskManager)
    {
        var (use, placement) = (UseOf(jobManager, taskManager), tasks.Deployment.Placement);
        var (job, attempt) = (tasks.Attempt.JobId, tasks.Attempt.Number);
        if (!use.Jobs.TryGetValue(job, out var there)) use.Jobs.Add(job, there = new JobUse());
        foreach (var (subtask, before) in there.Running)
        {
            if (tasks.Subtasks.Contains(subtask) || !IsNamed(tasks.Deployment, subtask, before))
                Report($"Attempt {attempt} of job {job} is deployed to {taskManager.Name}, where {subtask} of attempt {before} has not ended.");
        }

        if (tasks.Subtasks.Distinct().Count() < tasks.Subtasks.Count || tasks.Subtasks.Any(s => placement.Of(s).Id != taskManager.Name))
            Report($"Attempt {attempt} of job {job} has a subtask twice: {taskManager.Name} gets {string.Join(' ', tasks.Subtasks)}.");
        foreach (var subtask in tasks.Subtasks) there.Running[subtask] = attempt;
        if (use.Jobs.Values.Sum(static j => j.Slots) + use.Pinned > slots)
            Report($"{taskManager.Name} has {slots} slots, of which {use.Pinned} are held by tasks that do not end, and gets {string.Join(" and ", use.Jobs.Select(static j => $"{j.Value.Slots} of {j.Key}"))}.");
    }

    private static void Ended(Use use, ExecutionAttempt attempt, Func<SubtaskId, bool> isMeant)
    {
        if (!use.Jobs.TryGetValue(attempt.JobId, out var there)) return;
        foreach (var (subtask, running) in there.Running.ToList())
        {
            if (running <= attempt.Number && isMeant(subtask)) there.Running.Remove(subtask);
        }

        if (there.Running.Count == 0) use.Jobs.Remove(attempt.JobId);
    }

    private static bool IsNamed(Deployment deployment, SubtaskId subtask, int attempt) =>
        subtask.Vertex < deployment.Vertices.Count && subtask.Index < deployment.Vertices[subtask.Vertex].Attempts.Count && deployment.AttemptOf(subtask) == attempt;

    private Use UseOf(SimulatedProcess jobManager, SimulatedProcess taskManager)
    {
        if (!_uses.TryGetValue((jobManager, taskManager), out var use)) _uses.Add((jobManager, taskManager), use = new Use());
        return use;
    }

    private void Report(string breach) => Breach ??= breach;

    private sealed class Use
    {
        public SortedDictionary<string, JobUse> Jobs { get; } = new(StringComparer.Ordinal);

        public int Pinned { get; set; }
    }

    private sealed class JobUse
    {
        public static JobUse Of(JobReport report)
        {
            var use = new JobUse();
            foreach (var ending in report.Ending) use.Running[ending] = report.Attempt.Number;
            foreach (var subtask in report.Subtasks) use.Running[subtask.Subtask] = subtask.Attempt;
            return use;
        }

        /// <summary>The attempts of the subtasks that have not ended.</summary>
        public Dictionary<SubtaskId, int> Running { get; } = [];

        /// <summary>Slot i has the subtasks i. A region that has ended has left its own.</summary>
        public int Slots => Running.Keys.DistinctBy(static s => s.Index).Count();
    }
}
