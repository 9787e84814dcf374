using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State;

namespace Millrace.Tests.Testing.Backends;

/// <summary>
/// Subtasks that share the key groups, the state that they should have, and checkpoints of them. Each completed checkpoint is restored
/// separately, and must contain the state at its barrier.
/// </summary>
public sealed class BackendRun(Func<KeyContext, IKeyedStateBackend> create) : IDisposable
{
    private SortedDictionary<string, KeyModel> _models = new(StringComparer.Ordinal);
    private KeyGroupAssignment _assignment = KeyGroupAssignment.Even(1, BackendSubtask.MaxParallelism, 1);
    private BackendSubtask[] _subtasks = [new(create, [], 0)];
    private Completed _completed = new(0, CheckpointChain.Empty, []);
    private Marked? _marked;
    private long _ids;

    public CheckpointChain Chain => _completed.Chain;

    public BackendSubtask Of(string key) => _subtasks[_assignment.OwnerOf(BackendSubtask.KeyGroupOf(key))].At(key);

    public KeyModel Model(string key) => _models.TryGetValue(key, out var model) ? model : _models[key] = new KeyModel();

    public void Compare(string key) => Compare(Of(key), _models.GetValueOrDefault(key) ?? new KeyModel());

    public void CompareAll()
    {
        foreach (var key in _models.Keys.ToList()) Compare(key);
        CompareKeys(_subtasks, _models);
    }

    /// <summary>Marks the state at a barrier. A checkpoint in flight is aborted without notifying the backends.</summary>
    public void Barrier(bool isSavepoint = false)
    {
        var request = new SnapshotRequest(++_ids, _completed.Checkpoint, isSavepoint);
        _marked = new Marked(request, Copy(_models), [.. _subtasks.Select(s => new Copying(s.Backend.BeginSnapshot(request), new BlockCollector()))]);
    }

    /// <summary>Lets all subtasks sweep for dead entries.</summary>
    public void Sweep(int entries)
    {
        foreach (var subtask in _subtasks) subtask.Backend.Sweep(entries);
    }

    /// <summary>Copies a slice of one subtask, where a checkpoint is in flight.</summary>
    public void Slice(int subtask, long bytes)
    {
        if (_marked is { } marked) marked.Subtasks[subtask % marked.Subtasks.Length].Slice(bytes);
    }

    /// <summary>Copies the rest, and completes the checkpoint in flight.</summary>
    public void Finish(bool tell = true, long bytes = long.MaxValue)
    {
        if (_marked is not { } marked) return;
        foreach (var copying in marked.Subtasks)
        {
            while (!copying.IsDone) copying.Slice(bytes);
        }

        _marked = null;
        var written = marked.Subtasks.SelectMany(static s => s.Writer.Blocks);
        var chain = marked.Request.IsFull ? CheckpointChain.Empty.Next(written) : _completed.Chain.Next(written);
        RequireWhole(chain, marked.Models, 1 + (int)(_ids % 5));
        if (marked.Request.IsFull) return;
        _completed = new Completed(marked.Request.Checkpoint, chain, marked.Models);
        if (!tell) return;
        foreach (var subtask in _subtasks) subtask.Backend.Complete(marked.Request.Checkpoint);
    }

    /// <summary>Aborts the checkpoint in flight.</summary>
    public void Abort()
    {
        if (_marked is not { } marked) return;
        _marked = null;
        foreach (var subtask in _subtasks) subtask.Backend.Abort(marked.Request.Checkpoint);
    }

    public void Checkpoint()
    {
        Barrier();
        Finish();
    }

    /// <summary>Discards all subtasks, and restarts from the newest completed checkpoint.</summary>
    public void Restore(int parallelism)
    {
        Dispose();
        _marked = null;
        _assignment = KeyGroupAssignment.Even(1, BackendSubtask.MaxParallelism, parallelism);
        _subtasks = Restored(_completed.Chain, _assignment, parallelism, _completed.Checkpoint);
        _models = Copy(_completed.Models);
    }

    /// <summary>Takes a checkpoint of the whole state, and restores from it.</summary>
    public void Rescale(int parallelism)
    {
        Checkpoint();
        Restore(parallelism);
    }

    public void Dispose()
    {
        foreach (var subtask in _subtasks) subtask.Dispose();
    }

    private static SortedDictionary<string, KeyModel> Copy(SortedDictionary<string, KeyModel> models) =>
        new(models.ToDictionary(static m => m.Key, static m => m.Value.Copy()), StringComparer.Ordinal);

    private static void Compare(BackendSubtask subtask, KeyModel model)
    {
        Assert.Contains(subtask.Text.TryGet(out var text) ? text : null, model.Text is { } kept && KeyModel.IsDead(kept) ? [kept, null] : new[] { model.Text });
        Assert.Equal(model.Number, subtask.Number.TryGet(out var number) ? number : null);
        var entries = subtask.Map.Entries().ToDictionary(StringComparer.Ordinal);
        Assert.Equal(model.Map.Where(e => !KeyModel.IsDead(e.Value) || entries.ContainsKey(e.Key)), subtask.Map.Entries());
        Assert.Equal(entries.Count > 0, subtask.Map.TryGetAny(out var some, out var any));
        if (entries.Count > 0) Assert.Equal(entries[some!], any);
        foreach (var (mapKey, value) in entries) Assert.True(subtask.Map.TryGet(mapKey, out var found) && found == value);
        Assert.False(subtask.Map.TryGet("never put", out _));
    }

    // Each key group is queried on all subtasks; those that do not own it have no keys.
    private static void CompareKeys(BackendSubtask[] subtasks, SortedDictionary<string, KeyModel> models)
    {
        foreach (var (storageOf, holds) in new (Func<BackendSubtask, IKeyedStorage>, Func<KeyModel, bool?>)[]
        {
            (static s => s.Text, static m => m.Text is null ? false : KeyModel.IsDead(m.Text) ? null : true),
            (static s => s.Number, static m => m.Number is not null),
            (static s => s.Map, static m => m.Map.Count == 0 ? false : m.Map.Values.All(KeyModel.IsDead) ? null : true),
        })
        {
            for (var group = 0; group < BackendSubtask.MaxParallelism; group++)
            {
                var found = subtasks.SelectMany(s => storageOf(s).KeysOf(group)).Select(BackendSubtask.KeyFrom).ToList();
                var held = models.Where(m => BackendSubtask.KeyGroupOf(m.Key) == group && (holds(m.Value) ?? found.Contains(m.Key))).Select(static m => m.Key);
                Assert.Equal(held, found);
            }
        }
    }

    private BackendSubtask[] Restored(CheckpointChain chain, KeyGroupAssignment assignment, int parallelism, long checkpoint) =>
        [.. Enumerable.Range(0, parallelism).Select(i => new BackendSubtask(create, chain.Of(assignment, i), checkpoint))];

    private void RequireWhole(CheckpointChain chain, SortedDictionary<string, KeyModel> models, int parallelism)
    {
        var assignment = KeyGroupAssignment.Even(1, BackendSubtask.MaxParallelism, parallelism);
        var restored = Restored(chain, assignment, parallelism, 0);
        foreach (var (key, model) in models) Compare(restored[assignment.OwnerOf(BackendSubtask.KeyGroupOf(key))].At(key), model);
        CompareKeys(restored, models);
        foreach (var subtask in restored) subtask.Dispose();
    }

    private sealed record Completed(long Checkpoint, CheckpointChain Chain, SortedDictionary<string, KeyModel> Models);

    private sealed record Marked(SnapshotRequest Request, SortedDictionary<string, KeyModel> Models, Copying[] Subtasks);

    private sealed class Copying(IStateSnapshot snapshot, BlockCollector writer)
    {
        public BlockCollector Writer => writer;

        public bool IsDone { get; private set; }

        public void Slice(long bytes)
        {
            if (!IsDone) IsDone = writer.Slice(snapshot, bytes);
        }
    }
}
