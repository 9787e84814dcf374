using System.Runtime.CompilerServices;
using Millrace.Transformations;

namespace Millrace;

/// <summary>A stream partitioned by key.</summary>
public sealed class KeyedStream<TKey, T> : DataStream<T>
{
    internal KeyedStream(DataStream<T> records, StreamInput<T>[] inputs, Func<T, TKey> keyOf) : base(records.Environment, inputs) =>
        (Records, KeyOf) = (records, keyOf);

    /// <summary>Returns the key of a record.</summary>
    public Func<T, TKey> KeyOf { get; }

    /// <summary>The stream before it was partitioned by key.</summary>
    public DataStream<T> Records { get; }

    internal override Type? KeyType => typeof(TKey);

    /// <summary>Applies a function with state and timers for each key.</summary>
    public OperatorStream<TOut> Process<TOut>(
        KeyedProcessFunction<TKey, T, TOut> function, string kind = "keyed-process", [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Operator(new KeyedProcessTransformation<TKey, T, TOut>(kind, Inputs, KeyOf, function, CallSite.Of(file, line)));

    /// <summary>Connects this stream to another one with keys of the same type, for one operator to read both.</summary>
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    public KeyedConnectedStreams<TKey, T, TOther> Connect<TOther>(KeyedStream<TKey, TOther> other)
    {
        ConnectRules.RefuseOtherEnvironment(this, other);
        return new KeyedConnectedStreams<TKey, T, TOther>(this, other);
    }

    /// <summary>Connects this stream to a broadcast stream.</summary>
    /// <exception cref="InvalidJobException">The streams belong to different environments.</exception>
    public new KeyedBroadcastConnectedStreams<TKey, T, TOther> Connect<TOther>(BroadcastStream<TOther> other)
    {
        ConnectRules.RefuseOtherEnvironment(this, other);
        return new KeyedBroadcastConnectedStreams<TKey, T, TOther>(this, other);
    }
}
