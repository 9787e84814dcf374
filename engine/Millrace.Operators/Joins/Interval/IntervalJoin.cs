using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams to be joined by key and time; <see cref="Between"/> sets how close the times must be.</summary>
public sealed class IntervalJoin<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _left;
    private readonly KeyedStream<TKey, T2> _right;

    internal IntervalJoin(KeyedStream<TKey, T1> left, KeyedStream<TKey, T2> right) => (_left, _right) = (left, right);

    /// <summary>
    /// Joins pairs in which the right record's time is between the left one's plus <paramref name="lower"/> and the left one's plus
    /// <paramref name="upper"/>, inclusive. Records are kept only as long as the other side can still provide a partner. A record that is not after
    /// the watermark when it arrives is late, as with windows, and is dropped and counted, or sent to a side output.
    /// </summary>
    /// <exception cref="InvalidJobException">The lower bound exceeds the upper one, or a bound is not a whole number of milliseconds.</exception>
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
