namespace Millrace;

/// <summary>Reads the splits of one subtask, on the task's thread; no method may block on I/O.</summary>
public interface ISourceReader<T> : IDisposable
{
    /// <summary>Adds a split, to be read from its start if <paramref name="position"/> is null.</summary>
    void AddSplit(SourceSplit split, SplitPosition? position);

    /// <summary>
    /// Emits records while <see cref="ISourceOutput{T}.HasRoom"/> is true, then returns. A record may be emitted without room only to complete what
    /// was already started; each call emits at most a few hundred, so that barriers do not wait. A reader of several splits takes turns between
    /// them, because a rate limit can leave room for one record per call. Not called if the reader has no splits or all of them are finished.
    /// </summary>
    ReadResult Read(ISourceOutput<T> output);

    /// <summary>
    /// Pauses or resumes a split that is far ahead of others in event time (<see cref="WatermarkStrategy{T}.WithAlignment"/>). A reader whose splits
    /// are all paused returns <see cref="ReadResult.NothingAvailable"/>.
    /// </summary>
    /// <returns>False if the reader does not support this; it is then not called at all while all its splits are ahead.</returns>
    bool TrySetPaused(SourceSplit split, bool isPaused) => false;
}

/// <summary>What a reader can do next.</summary>
public enum ReadResult
{
    /// <summary>More records are available.</summary>
    MoreAvailable,

    /// <summary>No records are available; the reader calls <see cref="SourceReaderContext.Wake"/> when there are.</summary>
    NothingAvailable,

    /// <summary>All splits are finished.</summary>
    EndOfInput,
}
