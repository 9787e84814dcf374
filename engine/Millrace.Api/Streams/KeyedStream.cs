using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream whose records travel by key.</summary>
public sealed class KeyedStream<TKey, T> : DataStream<T>
{
    private readonly Func<T, TKey> _keyOf;

    internal KeyedStream(StreamEnvironment env, StreamInput<T>[] inputs, Func<T, TKey> keyOf) : base(env, inputs) => _keyOf = keyOf;

    /// <summary>A function of its own class, with state and timers for each key.</summary>
    public OperatorStream<TOut> Process<TOut>(
        KeyedProcessFunction<TKey, T, TOut> function, string kind = "keyed-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Operator(new KeyedProcessTransformation<TKey, T, TOut>(kind, Inputs, _keyOf, function, CallSite.Of(file, line)));
}
