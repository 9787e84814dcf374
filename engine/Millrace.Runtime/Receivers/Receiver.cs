namespace Millrace.Runtime.Receivers;

/// <summary>A place that takes records one by one: the head of a run of stages, an operator, or a partition.</summary>
internal abstract class Receiver<T>
{
    /// <summary>Takes a record; false when no other may begin before <see cref="Resume"/> answered true.</summary>
    public abstract bool Push(T value, long timestamp);

    /// <summary>Goes on with paused work; true when none is left and there is room.</summary>
    public abstract bool Resume();

    /// <summary>Takes the records from <paramref name="cursor"/> on, until the end or until there is no room; moves the cursor.</summary>
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
