namespace Millrace.Transformations;

/// <summary>An edge: an operator's output and how its records travel.</summary>
public abstract class StreamInput
{
    private protected StreamInput() { }

    /// <summary>The operator that the records come from.</summary>
    public abstract Transformation Source { get; }

    /// <summary>The word for how they travel.</summary>
    public abstract string PartitioningKind { get; }
}

/// <summary>An edge of records of type <typeparamref name="T"/>.</summary>
public sealed class StreamInput<T>(Transformation<T> source, Partitioning<T> partitioning) : StreamInput
{
    /// <inheritdoc/>
    public override Transformation Source => source;

    /// <summary>How the records travel.</summary>
    public Partitioning<T> Partitioning { get; } = partitioning;

    /// <inheritdoc/>
    public override string PartitioningKind => Partitioning.Kind;

    internal StreamInput<T> With(Partitioning<T> other) => new(source, other);
}
