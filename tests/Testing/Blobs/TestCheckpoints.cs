using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Hosting.Checkpoints;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>Checkpoints as tests need them.</summary>
public static class TestCheckpoints
{
    private const string Writer = "n";

    /// <summary>Returns a manifest without state.</summary>
    public static CheckpointManifest Empty(long id, string jobId = "job", string jobName = "name", bool isSavepoint = false, bool finished = false) =>
        new(jobId, jobName, id, 8, isSavepoint, finished, "", []);

    /// <summary>Writes the index of subtasks of one vertex, each as one run, and returns the manifest that names it.</summary>
    /// <param name="store">The store.</param>
    /// <param name="manifest">The manifest without state.</param>
    /// <param name="operators">The operators of the vertex.</param>
    /// <param name="subtasks">The state of each subtask.</param>
    public static CheckpointManifest WithState(this JobStore store, CheckpointManifest manifest, IReadOnlyList<string> operators, params IReadOnlyList<StateBlob>[] subtasks) => manifest with
    {
        Vertices = [.. manifest.Vertices, new VertexState(operators, KeyGroupAssignment.Even(1, manifest.MaxParallelism, subtasks.Length), [.. subtasks.Index().Select(s => store.Subtask(manifest, s.Index, s.Item))])],
    };

    /// <summary>Writes the index of a subtask's state as one run.</summary>
    public static SubtaskState Subtask(this JobStore store, CheckpointManifest manifest, int subtask, IReadOnlyList<StateBlob> state)
    {
        var prefix = JobStore.StateName(manifest.JobId, new CheckpointBarrier(manifest.Checkpoint, IsSavepoint: manifest.IsSavepoint), new SubtaskId(manifest.Vertices.Count, subtask), 1, Writer);
        return new SubtaskState(1, Writer, state.Count == 0 ? [] : [new IndexRun(manifest.Checkpoint, store.State.WriteIndex(JobStore.IndexName(prefix), state))]);
    }
}
