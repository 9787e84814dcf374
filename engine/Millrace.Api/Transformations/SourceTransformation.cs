namespace Millrace.Transformations;

/// <summary>A source and how its event times are found.</summary>
public sealed class SourceTransformation<T>(ISource<T> source, WatermarkStrategy<T>? watermarks, string callSite)
    : Transformation<T>("source", callSite)
{
    /// <summary>The source.</summary>
    public ISource<T> Source { get; internal set; } = source;

    /// <summary>How event times are found, or null where there are none.</summary>
    public WatermarkStrategy<T>? Watermarks { get; } = watermarks;

    /// <summary>At most so many records a second per subtask, or null for no limit.</summary>
    public double? RecordsPerSecond { get; internal set; }

    /// <inheritdoc/>
    public override IReadOnlyList<StreamInput> Inputs => [];

    /// <inheritdoc/>
    public override TResult Accept<TResult>(ITransformationVisitor<TResult> visitor) => visitor.VisitSource(this);
}
