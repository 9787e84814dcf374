using System.IO.Hashing;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>The state of subtasks in a blob store: contiguous blocks, each with a checksum, read by range, and the indexes that list them.</summary>
public sealed class StateBlobs(IBlobStore blobs)
{
    /// <summary>The number of bytes up to which adjacent blocks are read together; a larger block is read alone.</summary>
    public const int LongestRange = 4 << 20;

    /// <summary>Writes a blob.</summary>
    /// <param name="name">The blob's name; nothing else may write it.</param>
    /// <param name="content">The blob's bytes.</param>
    /// <param name="blocks">The blob's blocks; their checksums are computed here.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<StateBlob> WriteAsync(string name, ReadOnlyMemory<byte> content, IEnumerable<StateBlock> blocks, CancellationToken cancellation)
    {
        var index = new List<StateBlock>();
        foreach (var block in blocks) index.Add(block with { Checksum = XxHash3.HashToUInt64(content.Span.Slice((int)block.Offset, block.Length)) });
        await blobs.PutAsync(name, content, cancellation);
        return new StateBlob(name, content.Length, index);
    }

    /// <summary>Writes a run of an index, and returns its length.</summary>
    public async Task<long> WriteIndexAsync(string name, IReadOnlyList<StateBlob> run, CancellationToken cancellation)
    {
        var content = SealedJson.Seal(run, CheckpointJson.Default.IReadOnlyListStateBlob);
        await blobs.PutAsync(name, content, cancellation);
        return content.Length;
    }

    /// <summary>Reads a run of an index.</summary>
    /// <exception cref="CorruptBlobException">It is missing or damaged.</exception>
    public async Task<IReadOnlyList<StateBlob>> ReadIndexAsync(string name, CancellationToken cancellation) =>
        SealedJson.Open(await blobs.ReadAsync(name, cancellation), blobs.Describe(name), CheckpointJson.Default.IReadOnlyListStateBlob);

    /// <summary>Divides the blocks of a blob into ranges, each of which is read at once, in the order of their offsets.</summary>
    public static IEnumerable<BlockRange> RangesOf(StateBlob blob)
    {
        var range = new List<StateBlock>();
        foreach (var block in blob.Blocks.OrderBy(static b => b.Offset))
        {
            if (range.Count > 0)
            {
                var end = range[^1].Offset + range[^1].Length;
                if (block.Offset != end || end + block.Length - range[0].Offset > LongestRange)
                {
                    yield return new BlockRange(blob.Name, range);
                    range = [];
                }
            }

            range.Add(block);
        }

        if (range.Count > 0) yield return new BlockRange(blob.Name, range);
    }

    /// <summary>Reads a range, and verifies its blocks.</summary>
    /// <param name="range">The range.</param>
    /// <param name="destination">Filled with its bytes.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="CorruptBlobException">The blob is missing or truncated, or a block is damaged.</exception>
    public async Task ReadAsync(BlockRange range, Memory<byte> destination, CancellationToken cancellation)
    {
        await blobs.ReadAsync(range.Blob, range.Start, destination[..range.Length], cancellation);
        foreach (var block in range.Blocks)
        {
            var checksum = XxHash3.HashToUInt64(destination.Span.Slice((int)(block.Offset - range.Start), block.Length));
            if (checksum == block.Checksum) continue;
            throw new CorruptBlobException(
                $"{blobs.Describe(range.Blob)} is damaged: the block at {block.Offset} ({block.Length} bytes, state '{block.State}' of '{block.Operator}') has checksum {checksum:x16}; expected {block.Checksum:x16}.");
        }
    }
}

/// <summary>Adjacent blocks of a blob.</summary>
/// <param name="Blob">The blob's name.</param>
/// <param name="Blocks">The blocks, in the order of their offsets.</param>
public sealed record BlockRange(string Blob, IReadOnlyList<StateBlock> Blocks)
{
    /// <summary>The offset of the first one in the blob.</summary>
    public long Start => Blocks[0].Offset;

    /// <summary>The number of bytes of all.</summary>
    public int Length => (int)(Blocks[^1].Offset + Blocks[^1].Length - Start);

    /// <summary>Returns the bytes of a block from those of the range.</summary>
    public ReadOnlyMemory<byte> Of(StateBlock block, ReadOnlyMemory<byte> range) => range.Slice((int)(block.Offset - Start), block.Length);
}
