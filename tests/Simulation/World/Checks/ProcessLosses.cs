using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Counts for each job how many of the processes on which it ran or was planned a fault has killed, or cut off from others: what a job manager
/// may suspect the job of.
/// </summary>
internal sealed class ProcessLosses
{
    // Of processes that end within a few minutes, one may be an accident.
    private const int Few = 2;

    private readonly Dictionary<string, HashSet<string>> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lost = new(StringComparer.Ordinal);

    /// <summary>A job manager sends a command to a task manager.</summary>
    public void Commanded(TaskManagerMessage message, string taskManager)
    {
        var job = message switch
        {
            TaskManagerMessage.Deploy m => m.Tasks.Job.JobName,
            TaskManagerMessage.Plan m => m.Request.Job.JobName,
            _ => null,
        };
        if (job is null) return;
        if (!_jobs.TryGetValue(taskManager, out var jobs)) _jobs.Add(taskManager, jobs = []);
        jobs.Add(job);
    }

    /// <summary>A fault strikes a process, so that a job manager may lose it.</summary>
    public void Lost(string process)
    {
        foreach (var job in _jobs.GetValueOrDefault(process) ?? []) _lost[job] = _lost.GetValueOrDefault(job) + 1;
    }

    /// <summary>Whether a job may be suspected of ending processes.</summary>
    public bool MaySuspect(string job) => _lost.GetValueOrDefault(job) >= Few;
}
