using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Planning;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.TaskManager;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Tests.Testing.Backends;

/// <summary>
/// The largest manifest that a job can have, however long it ran: every key group of every state and of both kinds of timers has the maximum
/// number of increments in its chain.
/// </summary>
public static class LargestManifest
{
    private const int Parallelism = 8;
    private const string JobId = "20261129T000000000Z-job-0000";

    /// <summary>Returns its size in bytes.</summary>
    public static int Of(IStreamJob job, Dictionary<string, string> arguments)
    {
        var graph = JobDefinition.Plan(job, new JobArguments { Values = arguments }, new OperatorParallelism(Parallelism), KeyGroup.DefaultMaxParallelism, new SerializerCache()).Graph;
        var vertices = graph.Vertices.Select(v => new VertexState(
            [.. v.Operators.Where(static o => o.HasState).Select(static o => o.Id.Value)],
            KeyGroupAssignment.Even(1, graph.MaxParallelism, v.Parallelism),
            [.. v.Subtasks.Select(s => State(graph, v, s))]));
        var (store, memory) = Stores();
        return memory.Read(store.WriteManifest(new CheckpointManifest(JobId, "job", 1, graph.MaxParallelism, false, false, "", [.. vertices]))).Length;
    }

    private static SubtaskState State(JobGraph graph, JobVertex vertex, SubtaskId subtask)
    {
        var index = new SubtaskIndex([]);
        IReadOnlyList<IndexRun> runs = [];
        for (var round = 0; round <= KeyedStateContext.DefaultLongestChain; round++)
        {
            var barrier = new CheckpointBarrier(round + 1, Base: round);
            runs = index.Wrote(barrier, index.Next(barrier, [Blob(graph, vertex, subtask, round)], "index") is null ? null : 1 << 20);
        }

        return new SubtaskState(1, "0123456789abcdef", runs);
    }

    private static (JobStore Store, MemoryBlobStore Memory) Stores()
    {
        var memory = new MemoryBlobStore();
        return (new JobStore(memory), memory);
    }

    private static StateBlob Blob(JobGraph graph, JobVertex vertex, SubtaskId subtask, int round)
    {
        var blocks = new List<StateBlock>();
        var assignment = KeyGroupAssignment.Even(1, graph.MaxParallelism, vertex.Parallelism);
        var random = new Random(round);
        foreach (var op in vertex.Operators.Where(static o => o.HasState))
        {
            Add(op, round == 0 ? "_whole" : "", -1);
            if (op.KeySchema.Length == 0) continue;
            foreach (var state in op.States.Where(static s => s.KeySchema.Length > 0).Select(static s => s.Name).Concat(["_timers/event", "_timers/processing"]))
            {
                for (var keyGroup = 0; keyGroup < graph.MaxParallelism; keyGroup++)
                {
                    if (assignment.OwnerOf(keyGroup) == subtask.Index) Add(op, state, keyGroup);
                }
            }
        }

        return new StateBlob($"{round}", 1 << 20, blocks);

        void Add(JobOperator op, string state, int keyGroup)
        {
            if (state.Length > 0) blocks.Add(new StateBlock(op.Id.Value, state, keyGroup, blocks.Sum(static b => (long)b.Length), random.Next(200_000), (ulong)random.NextInt64(), round == 0));
        }
    }
}
