using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Windows over keyed streams.</summary>
public static class KeyedWindows
{
    /// <summary>The records in windows of time.</summary>
    /// <exception cref="InvalidJobException">The windows are impossible, such as of size 0.</exception>
    /// <example><code>bids.KeyBy(bid => bid.Auction).Window(TumblingEventTimeWindows.Of(TimeSpan.FromSeconds(10))).Count()</code></example>
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
}
