namespace Millrace.Bench.Readings;

/// <summary>A given number of readings in one split.</summary>
internal sealed class ReadingSource(long records) : ISource<Reading>
{
    private const int RecordsPerRead = 1024;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("readings", 0)];

    public ISourceReader<Reading> CreateReader(SourceReaderContext context) => new Reader(records);

    private sealed class Reader(long records) : ISourceReader<Reading>
    {
        private SourceSplit? _split;
        private long _next;

        public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, position?.Offset ?? 0);

        public ReadResult Read(ISourceOutput<Reading> output)
        {
            var table = Data.Table;
            for (var read = 0; read < RecordsPerRead && _next < records && output.HasRoom; read++)
            {
                ref readonly var reading = ref table[(int)_next & Data.Mask];
                output.Emit(_split!, reading, new SplitPosition(++_next));
            }

            if (_next < records) return ReadResult.MoreAvailable;
            output.Finish(_split!);
            return ReadResult.EndOfInput;
        }

        public void Dispose() { }
    }
}
