using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Tasks;

/// <summary>
/// Fills the chunks of a task's snapshots, a slice at a time, and hands them to the edge. Their number is bounded: when all of them are
/// in use there is no room, until the edge returns one.
/// </summary>
internal sealed class ChunkWriter(SnapshotOptions options, TimeProvider time, Action<SnapshotChunk> upload) : IStateSnapshotWriter
{
    /// <summary>Reading the clock costs as much as copying an entry.</summary>
    private const int LooksPerClock = 16;

    private const int FirstBuffer = 4096;

    private readonly Stack<byte[]> _free = new();
    private SnapshotChunk? _open;
    private SnapshotChunk? _last;
    private CheckpointBarrier _barrier;
    private string _operator = "";
    private long _sliceStart;
    private int _sliceLeft;
    private int _looks;
    private int _made;
    private int _number;

    public OperatorId Operator
    {
        set => _operator = value.Value;
    }

    public bool HasRoom => _sliceLeft > 0 && HasChunk && !IsSliceOver();

    /// <summary>Whether a chunk is available to be filled.</summary>
    public bool HasChunk => _open?.Length < options.ChunkBytes || HasSpare;

    private bool HasSpare => _free.Count > 0 || _made < options.Chunks;

    /// <summary>Starts a snapshot; the open chunk of another is dropped.</summary>
    public void Begin(CheckpointBarrier barrier)
    {
        Drop();
        (_barrier, _number) = (barrier, 0);
        _open = NewChunk();
    }

    public void BeginSlice()
    {
        (_sliceLeft, _sliceStart, _looks) = (options.SliceBytes, time.GetTimestamp(), 0);
        _open ??= Next();
    }

    /// <summary>Hands over the chunk if it is full, even if no other is available to continue with.</summary>
    public void EndSlice()
    {
        if (_open!.Length >= options.ChunkBytes) HandOver();
    }

    public void Begin(string state, int keyGroup, bool isFull, StateSize size = default)
    {
        MakeRoom();
        _open!.Begin(_operator, state, keyGroup, isFull, size);
    }

    public Span<byte> Append(int length)
    {
        MakeRoom();
        _sliceLeft -= length;
        return _open!.Append(length);
    }

    /// <summary>Hands over the last chunk.</summary>
    public void End(SnapshotEnd end)
    {
        _open!.Seal(end);
        upload(_open);
        _open = null;
    }

    public void Drop()
    {
        if (_open is not null) Return(_open);
        (_open, _last) = (null, null);
    }

    /// <summary>Called when the edge has finished with a chunk.</summary>
    public void Return(SnapshotChunk chunk)
    {
        // A buffer that a large entry has made too long is not kept, nor an extra one that a barrier needed.
        if (_made <= options.Chunks && chunk.Buffer.Length <= Math.Max(options.ChunkBytes * 2L, FirstBuffer)) _free.Push(chunk.Buffer);
        else _made--;
    }

    // State that is small and always written in full does not check for room: it stays in the current chunk if no other is available.
    private void MakeRoom()
    {
        if (_open!.Length < options.ChunkBytes || !HasSpare) return;
        HandOver();
        _open = Next();
    }

    private void HandOver()
    {
        _open!.Seal();
        upload(_open);
        (_open, _last) = (null, _open);
    }

    private SnapshotChunk Next()
    {
        var chunk = NewChunk();
        if (_last is not null) chunk.Continue(_last);
        _last = null;
        return chunk;
    }

    private SnapshotChunk NewChunk()
    {
        if (_free.TryPop(out var buffer)) return new SnapshotChunk(_barrier, _number++, buffer);
        _made++;
        return new SnapshotChunk(_barrier, _number++, new byte[Math.Min(FirstBuffer, options.ChunkBytes)]);
    }

    private bool IsSliceOver() => ++_looks % LooksPerClock == 0 && time.GetElapsedTime(_sliceStart) >= options.SliceTime;
}
