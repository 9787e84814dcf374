using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State.Heap;
using Millrace.Testing.Clusters;
using Millrace.Tests.Testing.Blobs;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.TaskManager.Tests;

/// <summary>What a subtask receives from a restored checkpoint.</summary>
public sealed class TaskFactoryTests
{
    private static readonly OperatorId s_operator = new("lookup");

    // Unchanged key groups stay in the blobs of an attempt that had five subtasks; the attempt with one subtask wrote the broadcast state.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_subtask_gets_one_copy_of_broadcast_state_when_older_blobs_are_of_more_subtasks(int parallelism)
    {
        var store = new JobStore(new MemoryBlobStore());
        var older = store.State.Write("older", new byte[] { 1, 2 }, [Block("kept", keyGroup: 6, offset: 0, length: 2)], subtask: 4);
        var newer = store.State.Write("newer", new byte[] { 3, 4, 5 }, [Block("rules", keyGroup: -1, offset: 0, length: 3)], subtask: 0);
        var rules = new StateDescriptor("rules", "broadcast", "int", "long");
        var manifest = new CheckpointManifest("job-1", "job", 7, 8, Finished: false, [new JobOperator(s_operator, "Process", "lookup", OperatorRole.Stateful, true, true, [rules])], [older, newer]);

        for (var i = 0; i < parallelism; i++)
        {
            var restored = Restore(store, manifest, i, parallelism);
            Assert.Equal([3, 4, 5], Assert.Single(restored, b => b.State == "rules").Block.ToArray());
        }

        Assert.Single(Enumerable.Range(0, parallelism), i => Restore(store, manifest, i, parallelism).Any(b => b.KeyGroup == 6));
    }

    private static List<RestoredBlock> Restore(JobStore store, CheckpointManifest manifest, int subtask, int parallelism)
    {
        var host = new ManualHost();
        var context = new TaskContext("tm", new JobLibrary(), store, new ChannelRegistry(), host, TimeProvider.System, new JobManagerRecord(), "n", 1, new(), HeapStateBackendFactory.Instance, null);
        var deployment = Deployment.Of(new JobGraph(8, [new JobVertex(0, parallelism, [])], []), 2, new TaskPlacement([], []));
        var request = new DeployTasks(new JobSubmission("job-1", "job", "artifact", new JobArguments(), parallelism, 8), new ExecutionAttempt("job-1", 1, 2), default!, [], deployment, manifest);
        return TaskFactory.RestoreAsync(context, request, new SubtaskId(0, subtask), new JobVertex(0, parallelism, manifest.Operators), CancellationToken.None).Now()[s_operator];
    }

    private static StateBlock Block(string state, int keyGroup, long offset, int length) => new(s_operator.Value, state, keyGroup, offset, length, 0);
}
