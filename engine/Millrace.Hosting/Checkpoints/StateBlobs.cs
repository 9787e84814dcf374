using System.IO.Hashing;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>The state of subtasks in a blob store: blocks side by side, each with a checksum, read by range.</summary>
public sealed class StateBlobs(IBlobStore blobs)
{
    /// <summary>A blob takes no further block when it has this many bytes.</summary>
    private const int FullBlob = 64 << 20;

    /// <summary>Neighbouring blocks are read together up to this many bytes.</summary>
    private const int LongestRange = 8 << 20;

    /// <summary>Writes blocks of state, as one blob or several where they are large.</summary>
    /// <param name="name">What the blobs' names begin with; nothing else may write under it.</param>
    /// <param name="blocks">The blocks, those that are read together side by side.</param>
    /// <param name="subtask">The index of the subtask whose state it is.</param>
    public IReadOnlyList<StateBlob> Write(string name, IEnumerable<(string Operator, string State, int KeyGroup, byte[] Bytes)> blocks, int subtask = 0)
    {
        var written = new List<StateBlob>();
        var content = new MemoryStream();
        var index = new List<StateBlock>();
        foreach (var (op, state, keyGroup, bytes) in blocks)
        {
            if (index.Count > 0 && content.Length + bytes.Length > FullBlob) End();
            index.Add(new StateBlock(op, state, keyGroup, content.Length, bytes.Length, XxHash3.HashToUInt64(bytes)));
            content.Write(bytes);
        }

        if (index.Count > 0) End();
        return written;

        void End()
        {
            var blob = new StateBlob($"{name}-{written.Count}", content.Length, [.. index], subtask);
            blobs.Put(blob.Name, content.GetBuffer().AsSpan(0, (int)content.Length));
            written.Add(blob);
            content.SetLength(0);
            index.Clear();
        }
    }

    /// <summary>Reads blocks of a blob by their ranges, in the order in which they lie.</summary>
    /// <param name="blob">The blob.</param>
    /// <param name="wanted">Which blocks.</param>
    /// <exception cref="CorruptBlobException">The blob is missing or truncated, or a block is damaged.</exception>
    public IEnumerable<(StateBlock Block, ReadOnlyMemory<byte> Bytes)> Read(StateBlob blob, Func<StateBlock, bool> wanted)
    {
        foreach (var range in Ranges(blob.Blocks.Where(wanted).OrderBy(b => b.Offset)))
        {
            var (start, last) = (range[0].Offset, range[^1]);
            var bytes = blobs.Read(blob.Name, start, (int)(last.Offset + last.Length - start));
            foreach (var block in range)
            {
                var own = bytes.AsMemory((int)(block.Offset - start), block.Length);
                RequireWhole(blob, block, own.Span);
                yield return (block, own);
            }
        }
    }

    /// <summary>Checks that every block of a checkpoint is there and whole.</summary>
    /// <exception cref="CorruptBlobException">One is not.</exception>
    public void Verify(CheckpointManifest manifest)
    {
        foreach (var blob in manifest.Blobs)
        {
            foreach (var _ in Read(blob, static _ => true))
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
            $"{blobs.Describe(blob.Name)} is damaged: the block at {block.Offset} ({block.Length} bytes, state '{block.State}' of '{block.Operator}') has checksum {checksum:x16}, {block.Checksum:x16} was expected.");
    }
}
