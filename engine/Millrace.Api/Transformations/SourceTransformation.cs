namespace Millrace.Transformations;

/// <summary>A source and its watermark strategy.</summary>
public sealed class SourceTransformation<T>(ISource<T> source, WatermarkStrategy<T>? watermarks, string callSite)
    : Transformation<T>("source", callSite)
{
    /// <summary>The source.</summary>
    public ISource<T> Source { get; internal set; } = source;

    /// <summary>Determines event times and watermarks; null if there are none.</summary>
    public WatermarkStrategy<T>? Watermarks { get; } = watermarks;

    /// <summary>The maximum number of records per second for each subtask; null for no limit.</summary>
    public double? RecordsPerSecond { get; internal set; }

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => [];

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitSource(this);
}
