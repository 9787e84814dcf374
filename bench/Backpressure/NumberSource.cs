namespace Millrace.Bench.Backpressure;

/// <summary>Emits numbers from 0 without end, as fast as they are consumed.</summary>
internal sealed class NumberSource : ISource<long>
{
    public Boundedness Boundedness => Boundedness.Unbounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("numbers", 0)];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader();

    private sealed class Reader : ISourceReader<long>
    {
        private SourceSplit? _split;
        private long _next;

        public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, position?.Offset ?? 0);

        public ReadResult Read(ISourceOutput<long> output)
        {
            for (var read = 0; read < 256 && output.HasRoom; read++, _next++) output.Emit(_split!, _next, new SplitPosition(_next + 1));
            return ReadResult.MoreAvailable;
        }

        public void Dispose() { }
    }
}
