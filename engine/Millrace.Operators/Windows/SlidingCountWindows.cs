using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The last records of each key, at regular numbers of records: <c>stream.KeyBy(...).CountWindow(size: 10, slide: 2)</c>.</summary>
public sealed class SlidingCountWindows<TKey, T>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly long _size;
    private readonly long _slide;

    internal SlidingCountWindows(KeyedStream<TKey, T> stream, long size, long slide) => (_stream, _size, _slide) = (stream, size, slide);

    /// <summary>Combines the records of each window with <paramref name="reduce"/>, in order, with any grouping.</summary>
    public OperatorStream<(TKey Key, T Value)> Reduce(Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(new ReduceAggregate<T>(reduce), static (key, value) => (key, value), "count-window-reduce", file, line);

    /// <summary>
    /// Emits the result of an aggregate function for each window. An accumulator is kept for each record, and a window costs the logarithm of its
    /// size.
    /// </summary>
    public OperatorStream<(TKey Key, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Aggregate(aggregate, static (key, result) => (key, result), "count-window-aggregate", file, line);

    /// <summary>
    /// Emits a result for all records of each window, in arrival order. All of them are read for each window, so it costs as much as its size.
    /// </summary>
    public OperatorStream<TOut> Process<TOut>(
        Func<TKey, IReadOnlyList<T>, TOut> resultOf, string kind = "count-window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _stream.Process(new SlidingCountFunction<TKey, T, TOut>(_size, _slide, resultOf), kind, file, line);

    internal OperatorStream<TOut> Aggregate<TAccumulator, TResult, TOut>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, Func<TKey, TResult, TOut> resultOf, string kind, string file, int line) =>
        _stream.Process(new SlidingCountAggregateFunction<TKey, T, TAccumulator, TResult, TOut>(_size, _slide, aggregate, resultOf), kind, file, line);
}
