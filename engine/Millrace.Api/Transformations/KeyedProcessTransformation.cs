namespace Millrace.Transformations;

/// <summary>A function with a key, state and timers.</summary>
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

    /// <summary>Reads the key of a record.</summary>
    public Func<TIn, TKey> KeyOf { get; } = keyOf;

    /// <summary>Where the records come from; each edge is keyed.</summary>
    public IReadOnlyList<StreamInput<TIn>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitKeyedProcess(this);
}
