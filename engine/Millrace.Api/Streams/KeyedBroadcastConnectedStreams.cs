using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream with keys, and one of which every subtask sees every record.</summary>
public sealed class KeyedBroadcastConnectedStreams<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _first;
    private readonly BroadcastStream<T2> _second;

    internal KeyedBroadcastConnectedStreams(KeyedStream<TKey, T1> first, BroadcastStream<T2> second) => (_first, _second) = (first, second);

    /// <summary>A function of its own class over the records of both, with state and timers for each key, and broadcast state.</summary>
    public OperatorStream<TOut> Process<TOut>(
        KeyedBroadcastProcessFunction<TKey, T1, T2, TOut> function,
        string kind = "keyed-broadcast-process",
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        _first.Operator(new KeyedBroadcastTransformation<TKey, T1, T2, TOut>(
            kind, _first.Inputs, _first.KeyOf, _second.Inputs, function, CallSite.Of(file, line)));
}
