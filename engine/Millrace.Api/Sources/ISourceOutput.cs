namespace Millrace;

/// <summary>Where a reader puts records. Each emit names the split and the position after the record, which a checkpoint keeps.</summary>
public interface ISourceOutput<T>
{
    /// <summary>Whether the reader may begin another record.</summary>
    bool HasRoom { get; }

    /// <summary>Emits a record of <paramref name="split"/>.</summary>
    /// <param name="split">The split that it was read from.</param>
    /// <param name="value">The record.</param>
    /// <param name="next">Where reading goes on after this record.</param>
    /// <param name="timestamp">The source's timestamp in milliseconds, or <see cref="Timestamps.None"/>.</param>
    void Emit(SourceSplit split, T value, SplitPosition next, long timestamp = Timestamps.None);

    /// <summary>Emits records of <paramref name="split"/> that a source has at hand in a row: cheaper than one by one.</summary>
    /// <param name="split">The split that they were read from.</param>
    /// <param name="values">The records; read before the call returns.</param>
    /// <param name="next">Where reading goes on after the last of them.</param>
    void Emit(SourceSplit split, ReadOnlySpan<T> values, SplitPosition next);

    /// <summary>Says that <paramref name="split"/> has no more records.</summary>
    void Finish(SourceSplit split);
}
