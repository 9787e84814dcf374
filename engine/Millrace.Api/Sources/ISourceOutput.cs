namespace Millrace;

/// <summary>Takes a reader's records. Each call of Emit names the split and the position after the record, which checkpoints store.</summary>
public interface ISourceOutput<T>
{
    /// <summary>Whether the reader may start another record.</summary>
    bool HasRoom { get; }

    /// <summary>Emits a record of <paramref name="split"/>.</summary>
    /// <param name="split">The split that the record was read from.</param>
    /// <param name="value">The record.</param>
    /// <param name="next">The position from which reading resumes after this record.</param>
    /// <param name="timestamp">The source's timestamp in milliseconds, or <see cref="Timestamps.None"/>.</param>
    void Emit(SourceSplit split, T value, SplitPosition next, long timestamp = Timestamps.None);

    /// <summary>Emits consecutive records of <paramref name="split"/>; cheaper than one by one.</summary>
    /// <param name="split">The split that the records were read from.</param>
    /// <param name="values">The records; read before the call returns.</param>
    /// <param name="next">The position from which reading resumes after the last record.</param>
    void Emit(SourceSplit split, ReadOnlySpan<T> values, SplitPosition next);

    /// <summary>Marks <paramref name="split"/> as having no more records.</summary>
    void Finish(SourceSplit split);
}
