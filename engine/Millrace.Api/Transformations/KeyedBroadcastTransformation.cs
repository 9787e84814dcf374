namespace Millrace.Transformations;

/// <summary>A function over a stream with a key, state and timers, and a broadcast one.</summary>
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

    /// <summary>Where the records with a key come from; each edge is keyed.</summary>
    public IReadOnlyList<StreamInput<T>> KeyedInputs { get; } = keyedInputs;

    /// <summary>Reads the key of a record.</summary>
    public Func<T, TKey> KeyOf { get; } = keyOf;

    /// <summary>Where the records without a key come from; each edge is broadcast.</summary>
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
