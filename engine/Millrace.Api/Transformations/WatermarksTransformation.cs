namespace Millrace.Transformations;

/// <summary>Replaces the event times and watermarks of a stream.</summary>
public sealed class WatermarksTransformation<T>(IReadOnlyList<StreamInput<T>> inputs, WatermarkStrategy<T> strategy, string callSite)
    : Transformation<T>("watermarks", callSite)
{
    /// <summary>Determines event times and watermarks.</summary>
    public WatermarkStrategy<T> Strategy { get; } = strategy;

    /// <summary>The inputs.</summary>
    public IReadOnlyList<StreamInput<T>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override bool BeginsChain => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitWatermarks(this);
}
