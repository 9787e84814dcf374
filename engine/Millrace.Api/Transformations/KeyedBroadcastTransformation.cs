namespace Millrace.Transformations;

/// <summary>A function over a keyed stream, with state and timers, and a broadcast stream.</summary>
public sealed class KeyedBroadcastTransformation<TKey, T, TBroadcast, TOut>(
    string kind,
    IReadOnlyList<StreamInput<T>> keyedInputs,
    Func<T, TKey> keyOf,
    IReadOnlyList<StreamInput<TBroadcast>> broadcastInputs,
    KeyedBroadcastProcessFunction<TKey, T, TBroadcast, TOut> function,
    string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The function.</summary>
    public KeyedBroadcastProcessFunction<TKey, T, TBroadcast, TOut> Function { get; } = function;

    /// <summary>The inputs of the keyed stream; each edge is partitioned by key.</summary>
    public IReadOnlyList<StreamInput<T>> KeyedInputs { get; } = keyedInputs;

    /// <summary>Returns the key of a record.</summary>
    public Func<T, TKey> KeyOf { get; } = keyOf;

    /// <summary>The inputs of the broadcast stream; each edge is broadcast.</summary>
    public IReadOnlyList<StreamInput<TBroadcast>> BroadcastInputs { get; } = broadcastInputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => [.. KeyedInputs, .. BroadcastInputs];

    /// <inheritdoc/>
    public override int FirstInputs => KeyedInputs.Count;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitKeyedBroadcast(this);
}
