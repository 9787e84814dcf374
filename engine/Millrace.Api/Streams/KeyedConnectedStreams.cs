using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>Two streams with keys of the same type: the records of a key, from both, are processed by one subtask with shared state.</summary>
public sealed class KeyedConnectedStreams<TKey, T1, T2>
{
    private readonly KeyedStream<TKey, T1> _first;
    private readonly KeyedStream<TKey, T2> _second;

    internal KeyedConnectedStreams(KeyedStream<TKey, T1> first, KeyedStream<TKey, T2> second) => (_first, _second) = (first, second);

    /// <summary>Applies a function with state and timers for each key to the records of both streams.</summary>
    public OperatorStream<TOut> Process<TOut>(
        KeyedCoProcessFunction<TKey, T1, T2, TOut> function, string kind = "keyed-co-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _first.Operator(new KeyedCoProcessTransformation<TKey, T1, T2, TOut>(
            kind, _first.Inputs, _first.KeyOf, _second.Inputs, _second.KeyOf, function, CallSite.Of(file, line)));
}
