using Millrace.Stages;

namespace Millrace.Transformations;

/// <summary>A stateless operator.</summary>
public sealed class StageTransformation<TIn, TOut>(string kind, IReadOnlyList<StreamInput<TIn>> inputs, Stage<TIn, TOut> stage, string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The stage.</summary>
    public Stage<TIn, TOut> Stage { get; } = stage;

    /// <summary>The inputs.</summary>
    public IReadOnlyList<StreamInput<TIn>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitStage(this);
}
