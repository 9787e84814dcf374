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

    /// <summary>
    /// All splits there are now. Every subtask asks when it is opened and takes its own, so the answer must be the same for all. A split that a
    /// checkpoint knows and the answer does not name stays in the state with its position, and is read on when a later restore finds it.
    /// </summary>
    IReadOnlyList<SourceSplit> DiscoverSplits();

    /// <summary>Makes the reader of one subtask.</summary>
    ISourceReader<T> CreateReader(SourceReaderContext context);
}

/// <summary>
/// Whether a source ends by itself. Either way a subtask has come to its end when all its splits are finished, at once where it has none, and
/// the source when all subtasks have: that depends on no parallelism, and is the same after a restore.
/// </summary>
public enum Boundedness
{
    /// <summary>The source ends when its splits are read.</summary>
    Bounded,

    /// <summary>The source goes on: some of its splits may never be finished.</summary>
    Unbounded,
}
