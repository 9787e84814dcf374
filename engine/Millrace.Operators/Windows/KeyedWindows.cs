using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Windows over keyed and non-keyed streams.</summary>
public static class KeyedWindows
{
    /// <summary>Assigns the records to time windows.</summary>
    /// <exception cref="InvalidJobException">The windows are not valid, such as windows of size 0.</exception>
    /// <example><code>orders.KeyBy(o => o.Product).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(10))).Count()</code></example>
    public static WindowedStream<TKey, T> Window<TKey, T>(
        this KeyedStream<TKey, T> stream, WindowAssigner assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        stream.Window(assigner.For<T>(), file, line);

    /// <summary>Assigns the records to windows that may depend on the record.</summary>
    /// <exception cref="InvalidJobException">The windows are not valid, such as windows of size 0.</exception>
    public static WindowedStream<TKey, T> Window<TKey, T>(
        this KeyedStream<TKey, T> stream, WindowAssigner<T> assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var callSite = CallSite.Of(file, line);
        if (assigner.Validate() is { } problem) throw new InvalidJobException($"At {callSite}: {problem}.");
        return new WindowedStream<TKey, T>(stream, new WindowSettings<T>(assigner, 0, null), callSite);
    }

    /// <summary>Makes a window of every <paramref name="size"/> records of a key; an incomplete last window emits no result.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">The number of records, at least 1.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The size is less than 1.</exception>
    /// <example><code>
    /// payments.KeyBy(p => p.Customer).CountWindow(100).Reduce((a, b) => b with { Amount = a.Amount + b.Amount })
    /// </code></example>
    public static TriggeredWindowedStream<TKey, T, long> CountWindow<TKey, T>(
        this KeyedStream<TKey, T> stream, long size, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        if (size < 1) throw new InvalidJobException($"At {CallSite.Of(file, line)}: a count window of {size} records would never be full; its size must be 1 or more.");
        return stream.Window(GlobalWindows.Create(), file, line).Trigger(new CountTrigger(size).Purging());
    }

    /// <summary>
    /// Makes a window of a key's last <paramref name="size"/> records after every <paramref name="slide"/> records; the first windows have fewer.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">The number of records, at least 1.</param>
    /// <param name="slide">The number of records between two windows, at least 1.</param>
    /// <param name="allowGaps">Whether the slide may be larger than the size, so that some records are in no window.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The size or the slide is less than 1, or there would be gaps and they are not allowed.</exception>
    public static SlidingCountWindows<TKey, T> CountWindow<TKey, T>(
        this KeyedStream<TKey, T> stream, long size, long slide, bool allowGaps = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var callSite = CallSite.Of(file, line);
        if (size < 1 || slide < 1)
            throw new InvalidJobException($"At {callSite}: a count window of {size} records every {slide} is impossible; both must be 1 or more.");
        if (slide > size && !allowGaps)
            throw new InvalidJobException($"At {callSite}: count windows of {size} records every {slide} skip records; pass allowGaps: true if that is intended.");
        return new SlidingCountWindows<TKey, T>(stream, size, slide);
    }

    /// <summary>Assigns all records to time windows, regardless of their keys; one subtask processes all of them.</summary>
    /// <exception cref="InvalidJobException">The windows are not valid, such as windows of size 0.</exception>
    /// <example><code>orders.WindowAll(TumblingEventTimeWindows.Of(TimeSpan.FromMinutes(1))).Count()</code></example>
    public static AllWindowedStream<T> WindowAll<T>(
        this DataStream<T> stream, WindowAssigner assigner, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).Window(assigner, file, line));

    /// <summary>Makes a window of every <paramref name="size"/> records, regardless of their keys; one subtask processes all of them.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">The number of records, at least 1.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The size is less than 1.</exception>
    public static AllTriggeredWindowedStream<T, long> CountWindowAll<T>(
        this DataStream<T> stream, long size, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).CountWindow(size, file, line));

    /// <summary>
    /// Makes a window of the last <paramref name="size"/> records after every <paramref name="slide"/> records, regardless of their keys; the first
    /// windows have fewer.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="size">The number of records, at least 1.</param>
    /// <param name="slide">The number of records between two windows, at least 1.</param>
    /// <param name="allowGaps">Whether the slide may be larger than the size, so that some records are in no window.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">The size or the slide is less than 1, or there would be gaps and they are not allowed.</exception>
    public static AllSlidingCountWindows<T> CountWindowAll<T>(
        this DataStream<T> stream, long size, long slide, bool allowGaps = false, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(stream.KeyBy(static _ => false, file, line).CountWindow(size, slide, allowGaps, file, line));
}
