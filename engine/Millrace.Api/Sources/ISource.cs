namespace Millrace;

/// <summary>A source of records: it names its splits and makes readers of them.</summary>
public interface ISource<T>
{
    /// <summary>Whether the source ends.</summary>
    Boundedness Boundedness { get; }

    /// <summary>Looks at the outside before the job starts.</summary>
    /// <exception cref="InvalidJobException">The source cannot be read; the message says why and what to do.</exception>
    void Validate() { }

    /// <summary>Whether the source reads a file at a local path, so that the job must write nothing of its own there.</summary>
    bool Reads(string path) => false;

    /// <summary>All splits there are now. Every subtask asks and takes its own, so the answer must be the same for all.</summary>
    IReadOnlyList<SourceSplit> DiscoverSplits();

    /// <summary>Makes the reader of one subtask.</summary>
    ISourceReader<T> CreateReader(SourceReaderContext context);
}

/// <summary>Whether a source ends.</summary>
public enum Boundedness
{
    /// <summary>The source ends when its splits are read.</summary>
    Bounded,

    /// <summary>The source goes on.</summary>
    Unbounded,
}
