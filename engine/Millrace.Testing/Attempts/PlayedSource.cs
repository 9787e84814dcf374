namespace Millrace.Testing.Attempts;

/// <summary>A placeholder in a definition for an input that a test feeds; it is never read.</summary>
/// <param name="input">The input's index, from 0.</param>
internal sealed class PlayedSource<T>(int input) : ISource<T>
{
    public int Input => input;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

    public ISourceReader<T> CreateReader(SourceReaderContext context) => throw new NotSupportedException("A test provides this input.");

    /// <summary>Returns the stream of the input's records. They are distributed round-robin over the subtasks that read it.</summary>
    public DataStream<T> From(StreamEnvironment env) => env.FromSource(this).Parallelism(1).Rebalance();
}
