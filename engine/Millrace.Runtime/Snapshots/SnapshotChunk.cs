using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.Snapshots;

/// <summary>A chunk of a task's snapshot to be uploaded.</summary>
/// <param name="barrier">The barrier.</param>
/// <param name="number">The chunk's number within the snapshot, from 0.</param>
/// <param name="buffer">The initial buffer; it is replaced if the bytes outgrow it.</param>
internal sealed class SnapshotChunk(CheckpointBarrier barrier, int number, byte[] buffer)
{
    private readonly List<StateBlock> _blocks = [];
    private StateBlock? _open;

    public CheckpointBarrier Barrier => barrier;

    public int Number => number;

    public int Length { get; private set; }

    /// <summary>The chunk's blocks, without checksums, once it is sealed.</summary>
    public IReadOnlyList<StateBlock> Blocks => _blocks;

    public ReadOnlyMemory<byte> Content => Buffer.AsMemory(0, Length);

    /// <summary>The buffer, which the task reuses after the upload.</summary>
    public byte[] Buffer { get; private set; } = buffer;

    /// <summary>In the last chunk, the subtask's report; else null.</summary>
    public SnapshotEnd? End { get; private set; }

    public void Begin(string op, string state, int keyGroup, bool isFull, StateSize size)
    {
        if (_open is { } open && open.KeyGroup == keyGroup && open.State == state && open.Operator == op) return;
        Seal();
        _open = new StateBlock(op, state, keyGroup, Length, 0, 0, isFull, size);
    }

    /// <summary>Continues a block whose beginning is in another chunk.</summary>
    public void Continue(SnapshotChunk last)
    {
        if (last._blocks is [.., var block]) Begin(block.Operator, block.State, block.KeyGroup, block.IsFull, block.Size);
    }

    /// <summary>Returns the next bytes of the open block.</summary>
    public Span<byte> Append(int length)
    {
        if (Length + length > Buffer.Length)
        {
            var larger = new byte[Math.Max(Length + length, (int)Math.Min(Array.MaxLength, Buffer.Length * 2L))];
            Content.Span.CopyTo(larger);
            Buffer = larger;
        }

        Length += length;
        return Buffer.AsSpan(Length - length, length);
    }

    public void Seal(SnapshotEnd? end = null)
    {
        if (_open is not null) _blocks.Add(_open with { Length = (int)(Length - _open.Offset) });
        (_open, End) = (null, end);
    }
}

/// <summary>A subtask's report at a barrier.</summary>
/// <param name="Finished">Whether it had processed its entire input.</param>
/// <param name="Losses">What it had dropped in this attempt.</param>
internal sealed record SnapshotEnd(bool Finished, Losses Losses)
{
    /// <summary>What it took until then.</summary>
    public SubtaskFigures Figures { get; init; }

    /// <summary>Whether the barrier has overtaken records in flight, if there were any.</summary>
    public bool IsUnaligned { get; init; }

    /// <summary>The records in flight that are part of the snapshot.</summary>
    public IReadOnlyList<InFlightBytes> InFlight { get; init; } = [];
}
