namespace Millrace.Testing.Attempts;

/// <summary>Stands in a definition for an input that a test plays; it is never read.</summary>
/// <param name="input">Which input, from 0.</param>
internal sealed class PlayedSource<T>(int input) : ISource<T>
{
    public int Input => input;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

    public ISourceReader<T> CreateReader(SourceReaderContext context) => throw new NotSupportedException("A test plays this input.");

    /// <summary>The stream of the input's records. They are dealt round-robin over the subtasks of what reads it.</summary>
    public DataStream<T> From(StreamEnvironment env) => env.FromSource(this).Parallelism(1).Rebalance();
}
