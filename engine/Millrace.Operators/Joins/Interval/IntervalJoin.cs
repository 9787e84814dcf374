using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams that are to be joined by key and time; <see cref="Between"/> says how close the times must be.</summary>
public sealed class IntervalJoin<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _left;
    private readonly KeyedStream<TKey, T2> _right;

    internal IntervalJoin(KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => (_left, _right) = (left, right);

    /// <summary>
    /// Pairs in which the right record's time is from the left one's plus <paramref name="lower"/> to the left one's plus
    /// <paramref name="upper"/>, both included. Records are kept only as long as the other side can still bring a partner. A record that is
    /// not later than the watermark when it comes is late, as in windows, and is dropped and counted, or put into a side output.
    /// </summary>
    /// <exception cref="InvalidJobException">The lower bound is above the upper one, or one is no whole number of milliseconds.</exception>
    /// <example><code>
    /// orders.KeyBy(o => o.Id).IntervalJoin(payments.KeyBy(p => p.OrderId)).Between(TimeSpan.Zero, TimeSpan.FromHours(1))
    ///     .Select((order, payment) => (order.Id, payment.Time))
    /// </code></example>
    public BoundedIntervalJoin<TKey, T1, T2> Between(
        TimeSpan lower, TimeSpan upper, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (lower > upper) throw new InvalidJobException($"The interval join at {CallSite.Of(file, line)} has the lower bound {lower} above the upper bound {upper}.");
        if (lower.Ticks % TimeSpan.TicksPerMillisecond != 0 || upper.Ticks % TimeSpan.TicksPerMillisecond != 0)
            throw new InvalidJobException($"The interval join at {CallSite.Of(file, line)} is between {lower} and {upper}, which are not whole milliseconds.");
        return new BoundedIntervalJoin<TKey, T1, T2>(
            _left, _right, new IntervalBounds((long)lower.TotalMilliseconds, (long)upper.TotalMilliseconds), null, null, CallSite.Of(file, line));
    }
}
