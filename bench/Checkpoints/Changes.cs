namespace Millrace.Bench.Checkpoints;

/// <summary>What a <see cref="ChangeSource"/> is told and tells: it changes so many keys each time, and waits until a checkpoint with them is complete.</summary>
internal sealed class Changes
{
    private int _asked = -1;
    private int _made = -1;
    private bool _isOver;

    /// <summary>The number of the round that is asked for.</summary>
    public int Asked => Volatile.Read(ref _asked);

    /// <summary>The number of the last round that has been made.</summary>
    public int Made => Volatile.Read(ref _made);

    /// <summary>Whether there are no more rounds.</summary>
    public bool IsOver => Volatile.Read(ref _isOver);

    public void Ask(int round) => Volatile.Write(ref _asked, round);

    public void Make(int round) => Volatile.Write(ref _made, round);

    public void End() => Volatile.Write(ref _isOver, true);
}
