using Millrace.Hosting.Control;
using Millrace.Simulation.Tests.World.Processes;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>
/// Counts how often a fault has killed a process, or cut it off from others, on which a job ran or was planned: what a job manager may suspect the
/// job of. It may command a process that it has not yet missed.
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

    /// <summary>A fault strikes a process. If it is a task manager, a job manager may lose it.</summary>
    public void Lost(string process)
    {
        if (!process.StartsWith(JobManagerNode.Name, StringComparison.Ordinal)) _lost[process] = _lost.GetValueOrDefault(process) + 1;
    }

    /// <summary>Whether a job may be suspected of ending processes: it was on one that was lost, and was given to another as that was lost.</summary>
    public bool MaySuspect(string job) => _lost.Keys.Any(l => MayHaveHad(l, job)) && _lost.Values.Sum() >= Few;

    // To one that has just been killed the command may not even leave, and the job manager only finds the session broken.
    private bool MayHaveHad(string process, string job) => !_jobs.TryGetValue(process, out var jobs) || jobs.Contains(job);
}
