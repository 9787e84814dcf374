namespace Millrace.Transformations;

/// <summary>A function over two non-keyed streams.</summary>
public sealed class CoProcessTransformation<T1, T2, TOut>(
    string kind, IReadOnlyList<StreamInput<T1>> inputs1, IReadOnlyList<StreamInput<T2>> inputs2, CoProcessFunction<T1, T2, TOut> function, string callSite)
    : Transformation<TOut>(kind, callSite)
{
    /// <summary>The function.</summary>
    public CoProcessFunction<T1, T2, TOut> Function { get; } = function;

    /// <summary>The inputs of the first stream.</summary>
    public IReadOnlyList<StreamInput<T1>> Inputs1 { get; } = inputs1;

    /// <summary>The inputs of the second stream.</summary>
    public IReadOnlyList<StreamInput<T2>> Inputs2 { get; } = inputs2;

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => [.. Inputs1, .. Inputs2];

    /// <inheritdoc/>
    public override int FirstInputs => Inputs1.Count;

    /// <inheritdoc/>
    public override bool HasSideOutputs => true;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitCoProcess(this);
}
