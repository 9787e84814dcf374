namespace Millrace.Transformations;

/// <summary>A function over a keyed stream, with state and timers.</summary>
public sealed class KeyedProcessTransformation<TKey, TIn, TOut>(
    string kind,
    IReadOnlyList<StreamInput<TIn>> inputs,
    Func<TIn, TKey> keyOf,
    KeyedProcessFunction<TKey, TIn, TOut> function,
    string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The function.</summary>
    public KeyedProcessFunction<TKey, TIn, TOut> Function { get; } = function;

    /// <summary>Returns the key of a record.</summary>
    public Func<TIn, TKey> KeyOf { get; } = keyOf;

    /// <summary>The inputs; each edge is partitioned by key.</summary>
    public IReadOnlyList<StreamInput<TIn>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitKeyedProcess(this);
}
