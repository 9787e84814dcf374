namespace Millrace.Transformations;

/// <summary>An edge: an operator's output and how its records are partitioned.</summary>
public abstract class StreamInput
{
    private protected StreamInput() { }

    /// <summary>The operator that the records come from.</summary>
    public abstract Transformation Source { get; }

    /// <summary>The operator's side output that the records come from; null for its main output.</summary>
    public abstract OutputTag? SideOutput { get; }

    /// <summary>The type of the records.</summary>
    public abstract Type RecordType { get; }

    /// <summary>The name of the partitioning kind.</summary>
    public abstract string PartitioningKind { get; }

    /// <summary>Calls the visitor with the record type.</summary>
    public abstract TResult Accept<TResult>(IStreamInputVisitor<TResult> visitor);
}

/// <summary>An edge of records of type <typeparamref name="T"/>.</summary>
public sealed class StreamInput<T> : StreamInput
{
    private readonly OutputTag<T>? _sideOutput;

    internal StreamInput(Transformation<T> source, Partitioning<T> partitioning) => (Source, Partitioning) = (source, partitioning);

    internal StreamInput(Transformation source, OutputTag<T>? sideOutput, Partitioning<T> partitioning) =>
        (Source, _sideOutput, Partitioning) = (source, sideOutput, partitioning);

    /// <inheritdoc/>
    public override Transformation Source { get; }

    /// <inheritdoc/>
    public override OutputTag? SideOutput => _sideOutput;

    /// <summary>How the records are partitioned.</summary>
    public Partitioning<T> Partitioning { get; }

    /// <inheritdoc/>
    public override Type RecordType => typeof(T);

    /// <inheritdoc/>
    public override string PartitioningKind => Partitioning.Kind;

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IStreamInputVisitor<TResult> visitor) => visitor.Visit(this);

    internal StreamInput<T> With(Partitioning<T> other) => new(Source, _sideOutput, other);
}
