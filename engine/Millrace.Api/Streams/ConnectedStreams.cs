using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>Two streams, whose types may differ, read by one operator. The operator's watermark is the lower of the two.</summary>
public class ConnectedStreams<T1, T2>
{
    private readonly DataStream<T1> _first;
    private readonly DataStream<T2> _second;

    internal ConnectedStreams(DataStream<T1> first, DataStream<T2> second) => (_first, _second) = (first, second);

    /// <summary>Emits one result for each record of either stream.</summary>
    public OperatorStream<TOut> Map<TOut>(
        Func<T1, TOut> map1, Func<T2, TOut> map2, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Process(new CoMapFunction<T1, T2, TOut>(map1, map2), "co-map", file, line);

    /// <summary>
    /// Collects any number of results for each record of either stream. Use it for few results per record: they are buffered in memory.
    /// </summary>
    /// <exception cref="InvalidJobException">One of the functions is asynchronous.</exception>
    public OperatorStream<TOut> FlatMap<TOut>(
        Action<T1, ICollector<TOut>> flatMap1, Action<T2, ICollector<TOut>> flatMap2, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        AsynchronousFunctions.Refuse(flatMap1, CallSite.Of(file, line));
        AsynchronousFunctions.Refuse(flatMap2, CallSite.Of(file, line));
        return Process(new CoFlatMapFunction<T1, T2, TOut>(flatMap1, flatMap2), "co-flat-map", file, line);
    }

    /// <summary>Applies a function to the records of both streams.</summary>
    public OperatorStream<TOut> Process<TOut>(
        CoProcessFunction<T1, T2, TOut> function, string kind = "co-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _first.Operator(new CoProcessTransformation<T1, T2, TOut>(kind, _first.Inputs, _second.Inputs, function, CallSite.Of(file, line)));
}
