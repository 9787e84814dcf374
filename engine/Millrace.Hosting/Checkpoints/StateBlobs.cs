using System.IO.Hashing;
using System.Runtime.CompilerServices;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>The state of subtasks in a blob store: contiguous blocks, each with a checksum, read by range.</summary>
public sealed class StateBlobs(IBlobStore blobs)
{
    /// <summary>The maximum number of bytes up to which adjacent blocks are read together.</summary>
    private const int LongestRange = 8 << 20;

    /// <summary>Writes a blob.</summary>
    /// <param name="name">The blob's name; nothing else may write it.</param>
    /// <param name="content">The blob's bytes.</param>
    /// <param name="blocks">The blob's blocks; their checksums are computed here.</param>
    /// <param name="subtask">The index of the subtask whose state it is.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public async Task<StateBlob> WriteAsync(string name, ReadOnlyMemory<byte> content, IEnumerable<StateBlock> blocks, int subtask, CancellationToken cancellation)
    {
        var index = new List<StateBlock>();
        foreach (var block in blocks) index.Add(block with { Checksum = XxHash3.HashToUInt64(content.Span.Slice((int)block.Offset, block.Length)) });
        await blobs.PutAsync(name, content, cancellation);
        return new StateBlob(name, content.Length, index, subtask);
    }

    /// <summary>Reads blocks of a blob by their ranges, in the order of their offsets.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="wanted">Selects the blocks.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="CorruptBlobException">The blob is missing or truncated, or a block is damaged.</exception>
    public async IAsyncEnumerable<(StateBlock Block, ReadOnlyMemory<byte> Bytes)> ReadAsync(
        StateBlob blob, Func<StateBlock, bool> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var range in Ranges(blob.Blocks.Where(wanted).OrderBy(b => b.Offset)))
        {
            var (start, last) = (range[0].Offset, range[^1]);
            var bytes = new byte[(int)(last.Offset + last.Length - start)];
            await blobs.ReadAsync(blob.Name, start, bytes, cancellation);
            foreach (var block in range)
            {
                var own = bytes.AsMemory((int)(block.Offset - start), block.Length);
                RequireWhole(blob, block, own.Span);
                yield return (block, own);
            }
        }
    }

    /// <summary>Checks that every block of a checkpoint exists and is intact.</summary>
    /// <exception cref="CorruptBlobException">One is not.</exception>
    public async Task VerifyAsync(CheckpointManifest manifest, CancellationToken cancellation)
    {
        foreach (var blob in manifest.Blobs)
        {
            await foreach (var _ in ReadAsync(blob, static _ => true, cancellation))
            {
            }
        }
    }

    private static IEnumerable<List<StateBlock>> Ranges(IEnumerable<StateBlock> blocks)
    {
        var range = new List<StateBlock>();
        foreach (var block in blocks)
        {
            if (range.Count > 0)
            {
                var end = range[^1].Offset + range[^1].Length;
                if (block.Offset != end || end + block.Length - range[0].Offset > LongestRange)
                {
                    yield return range;
                    range = [];
                }
            }

            range.Add(block);
        }

        if (range.Count > 0) yield return range;
    }

    private void RequireWhole(StateBlob blob, StateBlock block, ReadOnlySpan<byte> bytes)
    {
        var checksum = XxHash3.HashToUInt64(bytes);
        if (checksum == block.Checksum) return;
        throw new CorruptBlobException(
            $"{blobs.Describe(blob.Name)} is damaged: the block at {block.Offset} ({block.Length} bytes, state '{block.State}' of '{block.Operator}') has checksum {checksum:x16}; expected {block.Checksum:x16}.");
    }
}
