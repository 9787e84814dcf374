using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Planning;
using Millrace.Core.Restoring;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;
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
    /// <param name="links">Learns of the task's channels.</param>
    /// <param name="environment">The task's host.</param>
    /// <param name="wake">Requests a step.</param>
    /// <param name="fail">Fails the task; called from any thread.</param>
    /// <param name="onCloseFailure">Called with the name of an operator that throws when it is closed and the exception.</param>
    public static (StreamTask Task, JobVertex Vertex) Build(
        TaskContext context, DeployTasks request, AttemptPlan plans, SubtaskId subtask, TaskLinks links, ITaskEnvironment environment, Action wake, Action<Exception> fail, Action<string, Exception> onCloseFailure)
    {
        var job = request.Job;
        var (plan, serializers) = plans.For(subtask.Vertex);
        var vertex = plan.Graph.Vertices[subtask.Vertex];
        var channels = new TaskChannels(context, request, plan, serializers, subtask, links, wake, fail);
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
            job.MaxParallelism,
            context.BatchSize,
            request.Restored?.Checkpoint ?? 0,
            serializers,
            Written(plan.Graph, request.Restored),
            context.Time)
        { StateBackend = context.StateBackend, LongestChain = ManifestChain.LongestFor(plan.Graph), OnCloseFailure = onCloseFailure };
        var task = new StreamTask(ChainBuilder.Build(spec, wake), inputs, environment, context.Time, context.Snapshots) { InputWasOver = request.Restored is { Finished: true } };
        return (task, vertex);
    }

    /// <summary>
    /// Reads what a restored checkpoint has for a subtask, by operator: the blocks of its key groups, and all those without a key, but for copied state
    /// only those of one copy.
    /// </summary>
    public static async Task<Dictionary<OperatorId, List<RestoredBlock>>> RestoreAsync(
        TaskContext context, DeployTasks request, SubtaskId subtask, JobVertex vertex, CancellationToken cancellation)
    {
        var restored = new Dictionary<OperatorId, List<RestoredBlock>>();
        if (request.Restored is not { } manifest) return restored;
        var wanted = vertex.Operators.ToDictionary(static o => o.Id.Value, o => WantedBlocks(request, manifest, subtask, o.Id), StringComparer.Ordinal);
        foreach (var blob in manifest.Blobs)
        {
            await foreach (var (block, bytes) in context.Store.State.ReadAsync(blob, b => wanted.TryGetValue(b.Operator, out var isWanted) && isWanted(blob, b), cancellation))
            {
                var op = new OperatorId(block.Operator);
                if (!restored.TryGetValue(op, out var blocks)) restored.Add(op, blocks = []);
                blocks.Add(new RestoredBlock(block.State, block.KeyGroup, bytes, block.IsFull, blob.Subtask));
            }
        }

        return restored;
    }

    private static Func<StateBlob, StateBlock, bool> WantedBlocks(DeployTasks request, CheckpointManifest manifest, SubtaskId subtask, OperatorId op)
    {
        var assignment = request.Deployment.AssignmentOf(subtask.Vertex);
        var copied = manifest.Operators.FirstOrDefault(o => o.Id == op)?.States.Where(s => s.IsCopied).Select(s => s.Name).ToHashSet() ?? [];
        // Blobs of key groups may be older, of an attempt with more subtasks: they do not tell how many copies there are.
        var copies = manifest.Blobs.Where(b => b.Blocks.Any(k => k.Operator == op.Value && copied.Contains(k.State))).Select(b => b.Subtask + 1).DefaultIfEmpty(1).Max();
        var copy = Redistribution.CopyOf(subtask.Index, copies);
        return (blob, block) => block.KeyGroup >= 0
            ? assignment.OwnerOf(block.KeyGroup) == subtask.Index
            : !copied.Contains(block.State) || blob.Subtask == copy;
    }

    /// <summary>Returns the states of a restored checkpoint whose schema, layout or kind of time-to-live differs from the current one.</summary>
    public static Dictionary<(OperatorId Operator, string State), StateDescriptor> Written(JobGraph graph, CheckpointManifest? restored)
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
