using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>Reads a checkpoint where no job runs: says what is in it, and whether every byte is as it was written.</summary>
/// <param name="blobs">The storage.</param>
public sealed class CheckpointInspection(IBlobStore blobs)
{
    private readonly JobStore _store = new(blobs);

    /// <summary>Inspects a checkpoint.</summary>
    /// <param name="manifest">The name of its manifest.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="CorruptBlobException">The manifest is missing or damaged, so that nothing else is known.</exception>
    /// <exception cref="IOException">The storage failed.</exception>
    public async Task<InspectedCheckpoint> InspectAsync(string manifest, CancellationToken cancellation)
    {
        var read = await _store.ReadManifestAsync(manifest, cancellation);
        var (damage, states) = (new List<string>(), new SortedDictionary<(string Operator, string State), InspectedState>());
        foreach (var (vertex, subtask) in read.Vertices.Index().SelectMany(static v => v.Item.Subtasks.Index().Select(s => (v.Index, s.Index))))
        {
            foreach (var blob in await ReadIndexAsync(read, vertex, subtask, damage, cancellation))
            {
                foreach (var block in blob.Blocks) states[(block.Operator, block.State)] = Add(states.GetValueOrDefault((block.Operator, block.State)), block);
                if (await FindDamageAsync(blob, cancellation) is { } missing) damage.Add(missing);
                else foreach (var range in StateBlobs.RangesOf(blob)) await VerifyAsync(range, damage, cancellation);
            }
        }

        return new InspectedCheckpoint(read, await ReadOperatorsAsync(read, damage, cancellation), [.. states.Values], damage);
    }

    private async Task<IReadOnlyList<StateBlob>> ReadIndexAsync(CheckpointManifest manifest, int vertex, int subtask, List<string> damage, CancellationToken cancellation)
    {
        var runs = new List<(IndexRun, IReadOnlyList<StateBlob>)>();
        foreach (var run in manifest.Vertices[vertex].Subtasks[subtask].Runs)
        {
            try
            {
                runs.Add((run, await _store.State.ReadIndexAsync(JobStore.IndexName(manifest, new(vertex, subtask, run)), cancellation)));
            }
            catch (CorruptBlobException e)
            {
                damage.Add(e.Message);
            }
        }

        return IndexRuns.Resolve(manifest.Checkpoint, runs);
    }

    private async Task<string?> FindDamageAsync(StateBlob blob, CancellationToken cancellation)
    {
        var length = await blobs.FindLengthAsync(blob.Name, cancellation);
        if (length == blob.Length) return null;
        var (first, last) = (blob.Blocks[0], blob.Blocks[^1]);
        return $"{blobs.Describe(blob.Name)} {(length is null ? "is missing" : $"has {length} bytes instead of {blob.Length}")}: {blob.Blocks.Count} blocks, from key group {first.KeyGroup} of state '{first.State}' of '{first.Operator}' to key group {last.KeyGroup} of state '{last.State}' of '{last.Operator}'.";
    }

    private async Task VerifyAsync(BlockRange range, List<string> damage, CancellationToken cancellation)
    {
        try
        {
            await _store.State.ReadAsync(range, new byte[range.Length], cancellation);
        }
        catch (CorruptBlobException) when (range.Blocks.Count > 1)
        {
            foreach (var block in range.Blocks) await VerifyAsync(new BlockRange(range.Blob, [block]), damage, cancellation);
        }
        catch (CorruptBlobException e)
        {
            damage.Add($"{e.Message} It is of key group {range.Blocks[0].KeyGroup}.");
        }
    }

    private async Task<IReadOnlyList<JobOperator>> ReadOperatorsAsync(CheckpointManifest manifest, List<string> damage, CancellationToken cancellation)
    {
        try
        {
            return await _store.ReadOperatorsAsync(manifest, cancellation);
        }
        catch (CorruptBlobException e)
        {
            damage.Add(e.Message);
            return [];
        }
    }

    private static InspectedState Add(InspectedState? state, StateBlock block)
    {
        state ??= new InspectedState(block.Operator, block.State);
        state.KeyGroups.Add(block.KeyGroup);
        return state with { Blocks = state.Blocks + 1, Bytes = state.Bytes + block.Length };
    }
}

/// <summary>What is in a checkpoint.</summary>
/// <param name="Manifest">Its manifest.</param>
/// <param name="Operators">The operators with their schemas; empty if their description is damaged.</param>
/// <param name="States">The states of which it has something, by operator and name; those of the engine itself begin with an underscore.</param>
/// <param name="Damage">What is missing or damaged, each with its blob; empty if nothing is.</param>
public sealed record InspectedCheckpoint(CheckpointManifest Manifest, IReadOnlyList<JobOperator> Operators, IReadOnlyList<InspectedState> States, IReadOnlyList<string> Damage);

/// <summary>What a checkpoint has of a state.</summary>
/// <param name="Operator">The operator's id.</param>
/// <param name="State">The state's name.</param>
public sealed record InspectedState(string Operator, string State)
{
    /// <summary>The key groups of which there is something; -1 stands for state without a key.</summary>
    public SortedSet<int> KeyGroups { get; } = [];

    /// <summary>The number of blocks.</summary>
    public int Blocks { get; init; }

    /// <summary>The bytes of all blocks, replaced values included.</summary>
    public long Bytes { get; init; }
}
