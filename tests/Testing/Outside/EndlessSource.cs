namespace Millrace.Tests.Testing.Outside;

/// <summary>Emits numbers from 0 without end, as fast as they are consumed; their timestamps are the numbers.</summary>
public sealed class EndlessSource : ISource<long>
{
    /// <summary>The number of numbers read.</summary>
    public long Read { get; private set; }

    public Boundedness Boundedness => Boundedness.Unbounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("endless", 0)];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader(this);

    private sealed class Reader(EndlessSource source) : ISourceReader<long>
    {
        private SourceSplit? _split;
        private long _next;

        public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, position?.Offset ?? 0);

        public ReadResult Read(ISourceOutput<long> output)
        {
            for (var read = 0; read < 256 && output.HasRoom; read++)
            {
                output.Emit(_split!, _next, new SplitPosition(_next + 1), _next);
                _next++;
                source.Read++;
            }

            return ReadResult.MoreAvailable;
        }

        public void Dispose() { }
    }
}
