using Millrace.Core.Control;
using Millrace.Core.Planning;
using Millrace.Runtime.Serialization;

namespace Millrace.TaskManager;

/// <summary>
/// The plan of an attempt, for its subtasks in this process. Each subtask has its own run of the definition, and with it its own functions and state.
/// The first run is planned; the others are only compared with it, which takes a fraction of the time. Thread-safe; no subtask waits for another.
/// </summary>
internal sealed class AttemptPlan(JobLibrary library, DeployTasks request)
{
    private PlanOutline? _outline;

    /// <summary>Runs the definition for a subtask of a vertex.</summary>
    /// <exception cref="InvalidJobException">The definition cannot be run, or not as it was planned.</exception>
    public (Plan Plan, SerializerCache Serializers) For(int vertex)
    {
        var job = request.Job;
        var (create, serializers) = library.Load(job.Artifact, job.JobType);
        var env = JobDefinition.Define(create(), job.Arguments);
        if (Volatile.Read(ref _outline) is { } outline)
            return (JobDefinition.Divide(env, outline, vertex, serializers) ?? throw JobDefinition.Differs(job.JobName), serializers);
        var plan = JobDefinition.Plan(env, job, serializers);
        JobDefinition.RefuseOther(job.JobName, plan.Graph, request.Fingerprint);
        Volatile.Write(ref _outline, new PlanOutline(env, plan));
        return (plan, serializers);
    }
}
