namespace Millrace.Tests.Testing.Harness;

/// <summary>Stands in a definition for an input that a script plays; it is never read.</summary>
internal sealed class ScriptSource<T>(int input) : ISource<T>
{
    public int Input => input;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [];

    public ISourceReader<T> CreateReader(SourceReaderContext context) => throw new NotSupportedException("A script plays this input.");
}
