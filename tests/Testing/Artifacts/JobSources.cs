namespace Millrace.Tests.Testing.Artifacts;

/// <summary>Sources of code that jobs compiled by tests are made of: what tests have themselves is not there for them.</summary>
public static class JobSources
{
    /// <summary><c>Numbers(count)</c>, a source of one split, and <c>Kept</c>, a sink into a static list.</summary>
    public const string Ends = """
        public sealed class Numbers(int count) : ISource<int>
        {
            public Boundedness Boundedness => Boundedness.Bounded;
            public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("numbers", 0)];
            public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count);

            private sealed class Reader(int count) : ISourceReader<int>
            {
                private SourceSplit? _split;
                private int _next;
                public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, (int)(position?.Offset ?? 0));
                public ReadResult Read(ISourceOutput<int> output)
                {
                    if (_split is null) return ReadResult.EndOfInput;
                    for (var read = 0; read < 50 && _next < count && output.HasRoom; read++) output.Emit(_split, _next++, new SplitPosition(_next));
                    if (_next < count) return ReadResult.MoreAvailable;
                    output.Finish(_split);
                    return ReadResult.EndOfInput;
                }
                public void Dispose() { }
            }
        }

        public sealed class Kept : ISink<string>
        {
            public static readonly List<string> All = [];
            public ISinkWriter<string> CreateWriter(SinkContext context) => new Writer();

            private sealed class Writer : ISinkWriter<string>
            {
                public void Write(string value, long timestamp) { lock (All) All.Add(value); }
                public void Flush() { }
                public void Dispose() { }
            }
        }

        """;
}
