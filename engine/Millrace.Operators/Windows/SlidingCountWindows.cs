using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The last records of each key, again and again after some more: <c>stream.KeyBy(...).CountWindow(size: 10, slide: 2)</c>.</summary>
public sealed class SlidingCountWindows<TKey, T>
{
    private readonly KeyedStream<TKey, T> _stream;
    private readonly long _size;
    private readonly long _slide;

    internal SlidingCountWindows(KeyedStream<TKey, T> stream, long size, long slide) => (_stream, _size, _slide) = (stream, size, slide);

    /// <summary>The records of each window, brought together by <paramref name="reduce"/> in their order.</summary>
    public OperatorStream<(TKey Key, T Value)> Reduce(Func<T, T, T> reduce, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Process((key, records) => (key, records.Aggregate(reduce)), "count-window-reduce", file, line);

    /// <summary>The result of an aggregate function for each window.</summary>
    public OperatorStream<(TKey Key, TResult Result)> Aggregate<TAccumulator, TResult>(
        AggregateFunction<T, TAccumulator, TResult> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Process((key, records) => (key, aggregate.GetResult(records.Aggregate(aggregate.CreateAccumulator(), aggregate.Add))), "count-window-aggregate", file, line);

    /// <summary>A result of all records of each window, in the order in which they came.</summary>
    public OperatorStream<TOut> Process<TOut>(
        Func<TKey, IReadOnlyList<T>, TOut> resultOf, string kind = "count-window", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _stream.Process(new SlidingCountFunction<TKey, T, TOut>(_size, _slide, resultOf), kind, file, line);
}
