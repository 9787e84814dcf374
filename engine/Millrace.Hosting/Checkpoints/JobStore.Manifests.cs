using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>Writes, reads and deletes checkpoints.</summary>
public sealed partial class JobStore
{
    /// <summary>How many blobs are read or deleted at once.</summary>
    private const int AtOnce = 16;

    /// <summary>
    /// Returns the prefix of a subtask's blob names: no other attempt and no other process writes under it. A savepoint has its own folder,
    /// which sweeps leave alone.
    /// </summary>
    public static string StateName(string jobId, CheckpointBarrier barrier, SubtaskId subtask, int attempt, string writer) =>
        StateName(jobId, barrier.Checkpoint, barrier.IsSavepoint, subtask, attempt, writer);

    /// <summary>Returns the name of a run of the index of a subtask's state.</summary>
    /// <param name="prefix">The prefix of the subtask's blob names for the checkpoint.</param>
    public static string IndexName(string prefix) => $"{prefix}-{CheckpointName.Index}";

    /// <summary>Returns the name of a run that a checkpoint refers to.</summary>
    public static string IndexName(CheckpointManifest manifest, RestoredRun run)
    {
        var state = manifest.Vertices[run.Vertex].Subtasks[run.Subtask];
        return IndexName(StateName(manifest.JobId, run.Run.Checkpoint, manifest.IsSavepoint, new SubtaskId(run.Vertex, run.Subtask), state.Attempt, state.Writer));
    }

    /// <summary>Returns the folder of a blob, with its slash.</summary>
    public static string FolderOf(string name) => name[..(name.LastIndexOf('/') + 1)];

    /// <summary>Returns the names of the blobs that a manifest names.</summary>
    public static IEnumerable<string> IndexOf(CheckpointManifest manifest) => RunsOf(manifest).Select(r => IndexName(manifest, r)).Append(manifest.Operators);

    /// <summary>Writes a manifest, and the operators where no other manifest has them already.</summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="operators">The operators.</param>
    /// <param name="leaderEpoch">The epoch of this leader: names are unique to it.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The manifest as it was written, and its name.</returns>
    public async Task<(CheckpointManifest Manifest, string Name)> WriteManifestAsync(
        CheckpointManifest manifest, IReadOnlyList<JobOperator> operators, long leaderEpoch, CancellationToken cancellation)
    {
        var name = manifest.IsSavepoint
            ? $"{Savepoint(manifest.JobId, manifest.Checkpoint)}/{ManifestPrefix}{leaderEpoch}"
            : $"{manifest.JobId}/{CheckpointName.Manifests}/{manifest.Checkpoint:D12}-{leaderEpoch}";
        if (manifest.Operators.Length == 0)
        {
            var operatorsName = manifest.IsSavepoint
                ? $"{Savepoint(manifest.JobId, manifest.Checkpoint)}/{CheckpointName.Operators}-{leaderEpoch}"
                : $"{manifest.JobId}/{CheckpointName.Blobs}/{manifest.Checkpoint:D12}-{leaderEpoch}-{CheckpointName.Operators}";
            manifest = manifest with { Operators = operatorsName };
            await blobs.PutAsync(manifest.Operators, SealedJson.Seal(operators, CheckpointJson.Default.IReadOnlyListJobOperator), cancellation);
        }

        await blobs.PutAsync(name, SealedJson.Seal(manifest, CheckpointJson.Default.CheckpointManifest), cancellation);
        return (manifest, name);
    }

    /// <exception cref="CorruptBlobException">The manifest is missing or damaged.</exception>
    public async Task<CheckpointManifest> ReadManifestAsync(string name, CancellationToken cancellation) =>
        SealedJson.Open(await blobs.ReadAsync(name, cancellation), blobs.Describe(name), CheckpointJson.Default.CheckpointManifest);

    /// <summary>Reads the description of the operators that have state in a checkpoint.</summary>
    /// <exception cref="CorruptBlobException">It is missing or damaged.</exception>
    public async Task<IReadOnlyList<JobOperator>> ReadOperatorsAsync(CheckpointManifest manifest, CancellationToken cancellation) =>
        SealedJson.Open(await blobs.ReadAsync(manifest.Operators, cancellation), blobs.Describe(manifest.Operators), CheckpointJson.Default.IReadOnlyListJobOperator);

    /// <summary>Reads a checkpoint, and checks that all that it reaches exists with its length. What is in the blobs of state, tasks verify as they read it.</summary>
    /// <exception cref="CorruptBlobException">Something is missing, has another length, or is damaged.</exception>
    public async Task<RestoredCheckpoint> ReadCheckpointAsync(string name, CancellationToken cancellation)
    {
        var manifest = await ReadManifestAsync(name, cancellation);
        var operators = await ReadOperatorsAsync(manifest, cancellation);
        var lengths = new Dictionary<string, long>(StringComparer.Ordinal);
        var state = await ReadStateAsync(manifest, cancellation);
        foreach (var folder in state.Select(static b => FolderOf(b.Name)).Distinct(StringComparer.Ordinal))
        {
            await foreach (var item in blobs.ListAsync(folder, cancellation)) lengths[item.Name] = item.Length;
        }

        foreach (var blob in state)
        {
            if (!lengths.TryGetValue(blob.Name, out var length)) throw new CorruptBlobException($"{blobs.Describe(blob.Name)} is missing.");
            if (length != blob.Length) throw new CorruptBlobException($"{blobs.Describe(blob.Name)} has {length} bytes; expected {blob.Length}.");
        }

        return new RestoredCheckpoint(manifest, operators);
    }

    /// <summary>Returns the newest retained checkpoint that is whole, and what is wrong with the newer ones; it is null where the job has completed none.</summary>
    /// <param name="head">The head that retains them.</param>
    /// <param name="damaged">What tasks have found to be wrong with checkpoints, by their ids.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="CorruptBlobException">No retained checkpoint is whole.</exception>
    public async Task<(RestoredCheckpoint? Checkpoint, IReadOnlyList<string> Damage)> ReadNewestWholeAsync(
        JobHead head, IReadOnlyDictionary<long, string> damaged, CancellationToken cancellation)
    {
        var damage = new List<string>();
        foreach (var checkpoint in head.Retained.Reverse())
        {
            try
            {
                if (damaged.TryGetValue(checkpoint.Checkpoint, out var known)) throw new CorruptBlobException(known);
                return (await ReadCheckpointAsync(checkpoint.Manifest, cancellation), damage);
            }
            catch (CorruptBlobException e)
            {
                damage.Add($"Checkpoint {checkpoint.Checkpoint}: {e.Message}");
            }
        }

        return damage.Count == 0
            ? (null, damage)
            : throw new CorruptBlobException($"No retained checkpoint of job {head.JobId} is intact:\n{string.Join('\n', damage)}");
    }

    /// <summary>Returns the blobs of state that a checkpoint reaches, each once.</summary>
    /// <exception cref="CorruptBlobException">A run of its index is missing or damaged.</exception>
    public async Task<IReadOnlyList<StateBlob>> ReadStateAsync(CheckpointManifest manifest, CancellationToken cancellation)
    {
        var runs = RunsOf(manifest).ToList();
        var indexes = new List<IReadOnlyList<StateBlob>>();
        foreach (var some in runs.Chunk(AtOnce)) indexes.AddRange(await Task.WhenAll(some.Select(r => State.ReadIndexAsync(IndexName(manifest, r), cancellation))));
        return [.. runs.Zip(indexes)
            .GroupBy(static r => (r.First.Vertex, r.First.Subtask))
            .SelectMany(own => IndexRuns.Resolve(manifest.Checkpoint, own.Select(static r => (r.First.Run, r.Second))))
            .DistinctBy(static b => b.Name)];
    }

    /// <summary>Deletes blobs that a job has freed.</summary>
    /// <param name="head">A head of the job, written by this leader.</param>
    /// <param name="names">Their names. Those that are not of this job, or of later checkpoints than its latest, are left alone.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task DeleteFreedAsync(JobHead head, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var own = names.Where(n => n.StartsWith($"{head.JobId}/", StringComparison.Ordinal) && CheckpointName.Parse(n) is { Checkpoint: var id } && id <= head.Latest?.Checkpoint);
        foreach (var some in own.Chunk(AtOnce)) await Task.WhenAll(some.Select(n => blobs.DeleteAsync(n, cancellation)));
    }

    /// <summary>Deletes what no retained checkpoint of a job reaches. Files with other names are left alone.</summary>
    /// <returns>The number of files with other names.</returns>
    public async Task<int> ScavengeAsync(JobHead head, CancellationToken cancellation)
    {
        var (own, foreign) = (new List<(string, long)>(), 0);
        foreach (var folder in (string[])[CheckpointName.Blobs, CheckpointName.Manifests])
        {
            await foreach (var item in blobs.ListAsync($"{head.JobId}/{folder}/", cancellation))
            {
                if (CheckpointName.Parse(item.Name) is { Checkpoint: var checkpoint }) own.Add((item.Name, checkpoint));
                else foreign++;
            }
        }

        await DeletePlansAsync(head, cancellation);
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var checkpoint in head.Retained)
        {
            var manifest = await ReadManifestAsync(checkpoint.Manifest, cancellation);
            reached.Add(checkpoint.Manifest);
            reached.UnionWith(IndexOf(manifest));
            reached.UnionWith((await ReadStateAsync(manifest, cancellation)).Select(static b => b.Name));
        }

        await DeleteFreedAsync(head, Scavenging.Decide(head, reached, own), cancellation);
        return foreign;
    }

    private static IEnumerable<RestoredRun> RunsOf(CheckpointManifest manifest) =>
        from vertex in manifest.Vertices.Index()
        from subtask in vertex.Item.Subtasks.Index()
        from run in subtask.Item.Runs
        select new RestoredRun(vertex.Index, subtask.Index, run);

    private static string StateName(string jobId, long checkpoint, bool isSavepoint, SubtaskId subtask, int attempt, string writer)
    {
        var own = $"{subtask.Vertex}-{subtask.Index}-{attempt}-{writer}";
        return isSavepoint ? $"{Savepoint(jobId, checkpoint)}/{own}" : $"{jobId}/{CheckpointName.Blobs}/{checkpoint:D12}-{own}";
    }

    private static string Savepoint(string jobId, long checkpoint) => $"{jobId}/{Savepoints}/{checkpoint:D12}";
}
