using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Checkpoints;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.JobManager.Tests;

/// <summary>Writes state as tasks do, so that what a checkpoint names is in the store.</summary>
/// <param name="store">The store.</param>
/// <param name="block">Returns the block of three bytes that each subtask writes for a checkpoint.</param>
internal sealed class StoredState(JobStore store, Func<long, StateBlock> block)
{
    private readonly Dictionary<SubtaskId, SubtaskIndex> _indexes = [];

    /// <summary>Writes the state of a subtask, and its index.</summary>
    public SubtaskAcknowledgement Write(SubtaskId subtask, CheckpointBarrier barrier)
    {
        if (!_indexes.TryGetValue(subtask, out var index)) _indexes.Add(subtask, index = new SubtaskIndex([]));
        var prefix = JobStore.StateName(JobFixture.JobId, barrier, subtask, 1, FakeTasks.Writer);
        var blob = store.State.Write($"{prefix}-0", new byte[] { 1, 2, 3 }, [block(barrier.Checkpoint)]);
        long? length = index.Next(barrier, [blob], JobStore.IndexName(prefix)) is { } run ? store.State.WriteIndex(JobStore.IndexName(prefix), run) : null;
        return new SubtaskAcknowledgement(subtask, barrier.Checkpoint, false, new SubtaskState(1, FakeTasks.Writer, index.Wrote(barrier, length))) { Bytes = 3, Added = index.Added, Freed = index.Freed };
    }
}
