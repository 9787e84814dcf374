namespace Millrace.Transformations;

/// <summary>A function over two keyed streams, with state and timers.</summary>
public sealed class KeyedCoProcessTransformation<TKey, T1, T2, TOut>(
    string kind,
    IReadOnlyList<StreamInput<T1>> inputs1,
    Func<T1, TKey> keyOf1,
    IReadOnlyList<StreamInput<T2>> inputs2,
    Func<T2, TKey> keyOf2,
    KeyedCoProcessFunction<TKey, T1, T2, TOut> function,
    string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The function.</summary>
    public KeyedCoProcessFunction<TKey, T1, T2, TOut> Function { get; } = function;

    /// <summary>The inputs of the first stream; each edge is partitioned by key.</summary>
    public IReadOnlyList<StreamInput<T1>> Inputs1 { get; } = inputs1;

    /// <summary>Returns the key of a record of the first stream.</summary>
    public Func<T1, TKey> KeyOf1 { get; } = keyOf1;

    /// <summary>The inputs of the second stream; each edge is partitioned by key.</summary>
    public IReadOnlyList<StreamInput<T2>> Inputs2 { get; } = inputs2;

    /// <summary>Returns the key of a record of the second stream.</summary>
    public Func<T2, TKey> KeyOf2 { get; } = keyOf2;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => [.. Inputs1, .. Inputs2];

    /// <inheritdoc/>
    public override int FirstInputs => Inputs1.Count;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitKeyedCoProcess(this);
}
