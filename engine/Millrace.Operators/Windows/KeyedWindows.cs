using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Windows over keyed streams.</summary>
public static class KeyedWindows
{
    /// <summary>The records in windows of time.</summary>
    /// <exception cref="InvalidJobException">The windows are impossible, such as of size 0.</exception>
    /// <example><code>orders.KeyBy(o => o.Product).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(10))).Count()</code></example>
    public static WindowedStream<TKey, T> Window<TKey, T>(
        this KeyedStream<TKey, T> stream, WindowAssigner assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Window(assigner.For<T>(), file, line);

    /// <summary>The records in windows, which may depend on the record.</summary>
    /// <exception cref="InvalidJobException">The windows are impossible, such as of size 0.</exception>
    public static WindowedStream<TKey, T> Window<TKey, T>(
        this KeyedStream<TKey, T> stream, WindowAssigner<T> assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var callSite = CallSite.Of(file, line);
        if (assigner.Validate() is { } problem) throw new InvalidJobException($"At {callSite}: {problem}.");
        return new WindowedStream<TKey, T>(stream, new WindowSettings<T>(assigner, 0, null), callSite);
    }

    /// <summary>Each <paramref name="size"/> records of a key are a window; fewer that are left at the end give no result.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">How many records, 1 or more.</param>
    /// <param name="file">Where it is called.</param>
    /// <param name="line">Where it is called.</param>
    /// <exception cref="InvalidJobException">The size is below 1.</exception>
    /// <example><code>
    /// payments.KeyBy(p => p.Customer).CountWindow(100).Reduce((a, b) => b with { Amount = a.Amount + b.Amount })
    /// </code></example>
    public static TriggeredWindowedStream<TKey, T, long> CountWindow<TKey, T>(
        this KeyedStream<TKey, T> stream, long size, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (size < 1) throw new InvalidJobException($"At {CallSite.Of(file, line)}: a count window of {size} records would never be full; its size is 1 or more.");
        return stream.Window(GlobalWindows.Create(), file, line).Trigger(new CountTrigger(size).Purging());
    }

    /// <summary>After each <paramref name="slide"/> records of a key, its last <paramref name="size"/> records are a window; the first ones have fewer.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">How many records, 1 or more.</param>
    /// <param name="slide">How many records lie between two windows, 1 or more.</param>
    /// <param name="allowGaps">Whether the slide may be larger than the size, so that some records are in no window.</param>
    /// <param name="file">Where it is called.</param>
    /// <param name="line">Where it is called.</param>
    /// <exception cref="InvalidJobException">The size or the slide is below 1, or gaps are not allowed and would be there.</exception>
    public static SlidingCountWindows<TKey, T> CountWindow<TKey, T>(
        this KeyedStream<TKey, T> stream, long size, long slide, bool allowGaps = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var callSite = CallSite.Of(file, line);
        if (size < 1 || slide < 1)
            throw new InvalidJobException($"At {callSite}: a count window of {size} records every {slide} is impossible; both are 1 or more.");
        if (slide > size && !allowGaps)
            throw new InvalidJobException($"At {callSite}: count windows of {size} records every {slide} leave records out; say allowGaps: true if that is meant.");
        return new SlidingCountWindows<TKey, T>(stream, size, slide);
    }

    /// <summary>All records in windows of time, whatever their keys: one subtask sees all of them.</summary>
    /// <exception cref="InvalidJobException">The windows are impossible, such as of size 0.</exception>
    /// <example><code>orders.WindowAll(TumblingEventTimeWindows.Of(TimeSpan.FromMinutes(1))).Count()</code></example>
    public static AllWindowedStream<T> WindowAll<T>(
        this DataStream<T> stream, WindowAssigner assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).Window(assigner, file, line));

    /// <summary>Each <paramref name="size"/> records, whatever their keys, are a window: one subtask sees all of them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">How many records, 1 or more.</param>
    /// <param name="file">Where it is called.</param>
    /// <param name="line">Where it is called.</param>
    /// <exception cref="InvalidJobException">The size is below 1.</exception>
    public static AllTriggeredWindowedStream<T, long> CountWindowAll<T>(
        this DataStream<T> stream, long size, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).CountWindow(size, file, line));

    /// <summary>After each <paramref name="slide"/> records, whatever their keys, the last <paramref name="size"/> records are a window; the first ones have fewer.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">How many records, 1 or more.</param>
    /// <param name="slide">How many records lie between two windows, 1 or more.</param>
    /// <param name="allowGaps">Whether the slide may be larger than the size, so that some records are in no window.</param>
    /// <param name="file">Where it is called.</param>
    /// <param name="line">Where it is called.</param>
    /// <exception cref="InvalidJobException">The size or the slide is below 1, or gaps are not allowed and would be there.</exception>
    public static AllSlidingCountWindows<T> CountWindowAll<T>(
        this DataStream<T> stream, long size, long slide, bool allowGaps = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).CountWindow(size, slide, allowGaps, file, line));
}
