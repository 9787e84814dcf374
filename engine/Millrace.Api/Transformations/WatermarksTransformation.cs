namespace Millrace.Transformations;

/// <summary>Gives the records of a stream other event times, and the stream watermarks of its own.</summary>
public sealed class WatermarksTransformation<T>(IReadOnlyList<StreamInput<T>> inputs, WatermarkStrategy<T> strategy, string callSite)
    : Transformation<T>("watermarks", callSite)
{
    /// <summary>How event times and watermarks are found.</summary>
    public WatermarkStrategy<T> Strategy { get; } = strategy;

    /// <summary>The same inputs with the type of their records.</summary>
    public IReadOnlyList<StreamInput<T>> TypedInputs { get; } = inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => TypedInputs;

    /// <inheritdoc/>
    public override bool BeginsChain => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitWatermarks(this);
}
