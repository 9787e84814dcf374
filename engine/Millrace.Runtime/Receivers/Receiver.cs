namespace Millrace.Runtime.Receivers;

/// <summary>Takes records one by one: the head of a run of stages, an operator, or a partition.</summary>
internal abstract class Receiver<T>
{
    /// <summary>Takes a record; returns false when no other may be pushed before <see cref="Resume"/> has returned true.</summary>
    public abstract bool Push(T value, long timestamp);

    /// <summary>Continues paused work; returns true when none is left and there is room.</summary>
    public abstract bool Resume();

    /// <summary>Takes the records from <paramref name="cursor"/> on, until the end or until there is no room; advances the cursor.</summary>
    public virtual bool PushAll(ReadOnlySpan<T> values, ReadOnlySpan<long> timestamps, ref int cursor)
    {
        for (var i = cursor; i < values.Length; i++)
        {
            cursor = i + 1;
            if (!Push(values[i], timestamps[i])) return false;
        }

        return true;
    }
}
