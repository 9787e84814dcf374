using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A keyed stream connected to a broadcast stream.</summary>
public sealed class KeyedBroadcastConnectedStreams<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _first;
    private readonly BroadcastStream<T2> _second;

    internal KeyedBroadcastConnectedStreams(KeyedStream<TKey, T1> first, BroadcastStream<T2> second) => (_first, _second) = (first, second);

    /// <summary>Applies a function with broadcast state, and with state and timers for each key, to the records of both streams.</summary>
    public OperatorStream<TOut> Process<TOut>(
        KeyedBroadcastProcessFunction<TKey, T1, T2, TOut> function,
        string kind = "keyed-broadcast-process",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _first.Operator(new KeyedBroadcastTransformation<TKey, T1, T2, TOut>(
            kind, _first.Inputs, _first.KeyOf, _second.Inputs, function, CallSite.Of(file, line)));
}
