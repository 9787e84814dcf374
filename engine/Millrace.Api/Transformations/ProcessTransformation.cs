namespace Millrace.Transformations;

/// <summary>A function over a non-keyed stream.</summary>
public sealed class ProcessTransformation<TIn, TOut>(
    string kind, IReadOnlyList<StreamInput<TIn>> inputs, ProcessFunction<TIn, TOut> function, string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The function.</summary>
    public ProcessFunction<TIn, TOut> Function { get; } = function;

    /// <summary>The inputs.</summary>
    public IReadOnlyList<StreamInput<TIn>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitProcess(this);
}
