using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Restoring;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Tasks;

namespace Millrace.TaskManager;

/// <summary>Creates a subtask's task from its own run of the job's definition.</summary>
internal static class TaskFactory
{
    /// <summary>Builds a task; if that fails, what was constructed is closed.</summary>
    /// <param name="context">The context shared by the tasks of the process.</param>
    /// <param name="request">The deployment.</param>
    /// <param name="plans">Its plan.</param>
    /// <param name="subtask">The subtask.</param>
    /// <param name="links">The task as its channels see it.</param>
    /// <param name="environment">The task's host.</param>
    /// <param name="onCloseFailure">Called with the name of an operator that throws when it is closed and the exception.</param>
    public static (StreamTask Task, JobVertex Vertex) Build(
        TaskContext context, DeployTasks request, AttemptPlan plans, SubtaskId subtask, TaskLinks links, ITaskEnvironment environment, Action<string, Exception> onCloseFailure)
    {
        var job = request.Job;
        var (plan, serializers) = plans.For(subtask.Vertex);
        var vertex = plan.Graph.Vertices[subtask.Vertex];
        var channels = new TaskChannels(context, request, plan, serializers, subtask, links);
        // Both ends before the chain: what is registered is dropped with the attempt, but what a chain holds can only be closed by its owner.
        var (outputs, inputs) = (channels.Outputs(), channels.Inputs());
        var spec = new ChainSpec(
            job.JobId,
            job.JobName,
            subtask,
            request.Attempt.Number,
            vertex,
            plan.Chains[subtask.Vertex],
            outputs,
            request.Deployment.AssignmentOf(subtask.Vertex),
            context.BatchSize,
            request.Restored?.Manifest.Checkpoint ?? 0,
            serializers,
            Written(plan.Graph, request.Restored),
            context.Time)
        { StateBackend = context.StateBackend, OnCloseFailure = onCloseFailure };
        var task = new StreamTask(ChainBuilder.Build(spec, links.Wake), inputs, environment, context.Time, context.Snapshots)
        {
            InputWasOver = request.Restored is { Manifest.Finished: true },
            InFlight = channels.Restored(),
        };
        return (task, vertex);
    }

    /// <summary>Returns the states of a restored checkpoint whose schema, layout or kind of time-to-live differs from the current one.</summary>
    public static Dictionary<(OperatorId Operator, string State), StateDescriptor> Written(JobGraph graph, RestoredCheckpoint? restored)
    {
        var written = new Dictionary<(OperatorId, string), StateDescriptor>();
        var now = graph.Operators.ToDictionary(o => o.Id);
        foreach (var op in restored?.Operators ?? [])
        {
            foreach (var state in op.States)
            {
                var current = now.GetValueOrDefault(op.Id)?.States.FirstOrDefault(s => s.Name == state.Name);
                if (current is not null && !current.HasValuesOf(state)) written.Add((op.Id, state.Name), state);
            }
        }

        return written;
    }
}
