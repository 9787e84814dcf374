using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Control;

/// <summary>
/// Which tasks of a job run on under another leader. A region is kept if every subtask that the head's deployment names is reported as running by the task
/// manager that it names; one with a subtask that is missing, has failed or was deployed by half gets a new attempt, as does one whose state has seen
/// the end of event time, because of a drain that nobody finishes.
/// </summary>
/// <param name="Subtasks">The subtasks that are kept.</param>
/// <param name="Barrier">The newest checkpoint whose barrier any of them may have sent; 0 if none has.</param>
public sealed record KeptTasks(IReadOnlySet<SubtaskId> Subtasks, long Barrier)
{
    /// <summary>Decides which tasks are kept.</summary>
    /// <param name="head">The head, of which the leader has taken over. It names a deployment.</param>
    /// <param name="graph">The graph of that deployment.</param>
    /// <param name="regions">Its failover regions.</param>
    /// <param name="reports">What task managers run of the job, by their names.</param>
    public static KeptTasks Decide(JobHead head, JobGraph graph, FailoverRegions regions, IReadOnlyDictionary<string, JobReport> reports)
    {
        var deployment = head.Deployment!;
        var there = new Dictionary<SubtaskId, SubtaskReport>();
        foreach (var (taskManager, report) in reports)
        {
            // One that has not heard of the newest attempt does not know the messages about it.
            if (report.Attempt != head.Execution) continue;
            foreach (var subtask in report.Subtasks.Where(s => IsCurrent(deployment, s, taskManager))) there[subtask.Subtask] = subtask;
        }

        // After a drain that was completed, only publishing is left.
        var mayHaveDrained = head.State == HeadState.Finished;
        var restarted = regions.Of(graph.Subtasks.Where(s =>
            !there.TryGetValue(s, out var report) || !report.IsRunning || report.Failure is not null || (report.HasDrained && !mayHaveDrained)));
        var kept = graph.Subtasks.Where(s => !restarted.Contains(s)).ToHashSet();
        return new KeptTasks(kept, kept.Select(s => there[s].Barrier).DefaultIfEmpty().Max());
    }

    private static bool IsCurrent(Deployment deployment, SubtaskReport report, string taskManager)
    {
        var subtask = report.Subtask;
        return subtask.Vertex < deployment.Vertices.Count
            && subtask.Index < deployment.Vertices[subtask.Vertex].Attempts.Count
            && deployment.AttemptOf(subtask) == report.Attempt
            && deployment.Placement.Of(subtask).Id == taskManager;
    }
}
