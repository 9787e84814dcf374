namespace Millrace.Transformations;

/// <summary>A sink.</summary>
public sealed class SinkTransformation<T>(IReadOnlyList<StreamInput<T>> inputs, ISink<T> sink, string callSite)
    : Transformation("sink", callSite)
{
    /// <summary>The sink.</summary>
    public ISink<T> Sink { get; internal set; } = sink;

    /// <summary>The inputs.</summary>
    public IReadOnlyList<StreamInput<T>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitSink(this);
}
