using System.Buffers;
using Millrace.Core.Checkpoints;
using Millrace.Runtime.Snapshots;

namespace Millrace.Tests.Testing.Backends;

/// <summary>Collects what a snapshot copies, slice by slice; blocks are split between slices, as they are between the chunks of an upload.</summary>
public sealed class BlockCollector : IStateSnapshotWriter
{
    private readonly List<(string State, int KeyGroup, bool IsFull, StateSize Size, ArrayBufferWriter<byte> Bytes)> _blocks = [];
    private long _left = long.MaxValue;
    private bool _isCut;

    public bool HasRoom => _left > 0;

    public IReadOnlyList<RestoredBlock> Blocks =>
        [.. _blocks.Select(static b => new RestoredBlock(b.State, b.KeyGroup, b.Bytes.WrittenMemory, b.IsFull, Size: b.Size))];

    /// <summary>Copies one slice of a snapshot; true when everything is copied.</summary>
    public bool Slice(IStateSnapshot snapshot, long bytes = long.MaxValue)
    {
        (_left, _isCut) = (bytes, true);
        var isDone = snapshot.Copy(this);
        _left = long.MaxValue;
        return isDone;
    }

    public void Begin(string state, int keyGroup, bool isFull, StateSize size)
    {
        if (!_isCut && _blocks.Count > 0 && _blocks[^1] is var last && (last.State, last.KeyGroup, last.IsFull) == (state, keyGroup, isFull)) return;
        _isCut = false;
        _blocks.Add((state, keyGroup, isFull, size, new ArrayBufferWriter<byte>()));
    }

    public Span<byte> Append(int length)
    {
        var bytes = _blocks[^1].Bytes;
        var span = length == 0 ? default : bytes.GetSpan(length)[..length];
        bytes.Advance(length);
        _left -= length;
        return span;
    }
}
