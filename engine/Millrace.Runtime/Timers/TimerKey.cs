namespace Millrace.Runtime.Timers;

/// <summary>A timer: when, and for which key. Timers fire in this order, so that a re-run fires alike.</summary>
internal readonly record struct TimerKey(long Timestamp, int KeyGroup, byte[] Key) : IComparable<TimerKey>
{
    public int CompareTo(TimerKey other)
    {
        var byTime = Timestamp.CompareTo(other.Timestamp);
        return byTime != 0 ? byTime : Key.AsSpan().SequenceCompareTo(other.Key);
    }
}
