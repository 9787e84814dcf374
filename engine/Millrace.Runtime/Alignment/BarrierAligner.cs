using System.Runtime.InteropServices;

namespace Millrace.Runtime.Alignment;

/// <summary>
/// Aligns barriers over the channels of a subtask: a channel whose barrier has arrived is not polled until all channels have theirs.
/// A newer barrier aborts an alignment that is waiting for an older one, because at most one checkpoint is in flight. Channels are known by the
/// order in which they joined.
/// </summary>
internal sealed class BarrierAligner
{
    private readonly List<bool> _blocked = [];
    private readonly List<bool> _hasLeft = [];
    private int _open;
    private int _arrived;

    /// <summary>The checkpoint being aligned, or 0.</summary>
    public long Aligning { get; private set; }

    /// <summary>The newest checkpoint that was aligned or aborted; barriers up to it are ignored.</summary>
    public long Latest { get; private set; }

    public bool IsBlocked(int channel) => _blocked[channel];

    /// <summary>Adds a channel: an alignment in progress waits for its barrier too.</summary>
    public void Join()
    {
        _blocked.Add(false);
        _hasLeft.Add(false);
        _open++;
    }

    /// <summary>Handles a barrier's arrival on a channel.</summary>
    public AlignmentResult OnBarrier(int channel, long checkpoint)
    {
        if (checkpoint <= Latest || checkpoint < Aligning) return default;
        long aborted = 0;
        if (checkpoint > Aligning && Aligning != 0) aborted = GiveUp();
        Aligning = checkpoint;
        _blocked[channel] = true;
        _arrived++;
        return new AlignmentResult(_arrived == _open ? Complete() : 0, aborted);
    }

    /// <summary>Ends the alignment of a checkpoint whose barriers have all arrived, some of them behind records that they overtake.</summary>
    public void Overtake(long checkpoint)
    {
        if (checkpoint > Latest) Unblock(checkpoint);
    }

    /// <summary>Ends the alignment of a checkpoint that was aborted elsewhere.</summary>
    public AlignmentResult OnCancel(long checkpoint)
    {
        if (checkpoint <= Latest || checkpoint < Aligning) return default;
        if (Aligning != 0) GiveUp();
        Latest = checkpoint;
        return new AlignmentResult(0, checkpoint);
    }

    /// <summary>Removes a channel: no alignment waits for its barrier any longer.</summary>
    public AlignmentResult Leave(int channel)
    {
        if (_hasLeft[channel]) return default;
        _hasLeft[channel] = true;
        _open--;
        if (_blocked[channel])
        {
            _blocked[channel] = false;
            _arrived--;
        }

        return new AlignmentResult(Aligning != 0 && _arrived == _open ? Complete() : 0, 0);
    }

    private long Complete()
    {
        var completed = Aligning;
        Unblock(completed);
        return completed;
    }

    private long GiveUp()
    {
        var aborted = Aligning;
        Unblock(aborted);
        return aborted;
    }

    private void Unblock(long latest)
    {
        CollectionsMarshal.AsSpan(_blocked).Clear();
        _arrived = 0;
        Latest = latest;
        Aligning = 0;
    }
}

/// <summary>The effect of an event on the alignment.</summary>
/// <param name="Completed">The checkpoint whose barriers have all arrived, or 0.</param>
/// <param name="Aborted">The checkpoint whose alignment was aborted, or 0.</param>
internal readonly record struct AlignmentResult(long Completed, long Aborted);
