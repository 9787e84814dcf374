namespace Millrace;

/// <summary>A source of records: it discovers splits and creates readers for them.</summary>
public interface ISource<T>
{
    /// <summary>Whether the source is bounded.</summary>
    Boundedness Boundedness { get; }

    /// <summary>Checks the external system before the job starts.</summary>
    /// <exception cref="InvalidJobException">The source cannot be read; the message says why and how to fix it.</exception>
    void Validate() { }

    /// <summary>Whether the source reads a file at a local path, so that the job must not write anything there.</summary>
    bool Reads(string path) => false;

    /// <summary>
    /// Returns all current splits. Every subtask calls this when it opens and takes its own splits, so the result must be the same for all. A split
    /// that is in a checkpoint but not in the result stays in the state with its position, and reading resumes when a later restore finds it.
    /// </summary>
    IReadOnlyList<SourceSplit> DiscoverSplits();

    /// <summary>Creates the reader of one subtask.</summary>
    ISourceReader<T> CreateReader(SourceReaderContext context);
}

/// <summary>
/// Whether a source ends by itself. In either case a subtask reaches the end of its input when all its splits are finished (immediately if it has
/// none), and the source when all subtasks have: this does not depend on the parallelism, and is the same after a restore.
/// </summary>
public enum Boundedness
{
    /// <summary>The source ends when all its splits have been read.</summary>
    Bounded,

    /// <summary>The source continues: some of its splits may never finish.</summary>
    Unbounded,
}
