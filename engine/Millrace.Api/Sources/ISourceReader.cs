namespace Millrace;

/// <summary>Reads the splits of one subtask, on the task's thread: no method blocks on the outside.</summary>
public interface ISourceReader<T> : IDisposable
{
    /// <summary>Takes on a split, from its beginning where <paramref name="position"/> is null.</summary>
    void AddSplit(SourceSplit split, SplitPosition? position);

    /// <summary>
    /// Emits records while <see cref="ISourceOutput{T}.HasRoom"/>, and returns. A record may be emitted without room only if it
    /// belongs to what was begun; each call emits at most some hundreds, so that barriers do not wait. A reader whose splits are all finished,
    /// or that has none, is not called.
    /// </summary>
    ReadResult Read(ISourceOutput<T> output);

    /// <summary>
    /// Leaves a split out, or reads it again: it is far ahead of others in event time (<see cref="WatermarkStrategy{T}.WithAlignment"/>).
    /// A reader with nothing but such splits answers <see cref="ReadResult.NothingAvailable"/>.
    /// </summary>
    /// <returns>False where the reader cannot; it is then not called at all while all its splits are ahead.</returns>
    bool TrySetPaused(SourceSplit split, bool isPaused) => false;
}

/// <summary>What a reader can do next.</summary>
public enum ReadResult
{
    /// <summary>There is more at hand.</summary>
    MoreAvailable,

    /// <summary>Nothing is at hand; the reader calls <see cref="SourceReaderContext.Wake"/> when there is.</summary>
    NothingAvailable,

    /// <summary>All splits are finished.</summary>
    EndOfInput,
}
