namespace Millrace.Bench.Readings;

/// <summary>Emits a given number of readings, in one split.</summary>
internal sealed class ReadingSource(long records) : ISource<Reading>
{
    private const int RecordsPerEmit = 256;
    private const int SomePerRead = 4;

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
            for (var some = 0; some < SomePerRead && _next < records && output.HasRoom; some++)
            {
                var at = (int)_next & Data.Mask;
                var count = (int)Math.Min(Math.Min(RecordsPerEmit, records - _next), Data.Table.Length - at);
                _next += count;
                output.Emit(_split!, Data.Table.AsSpan(at, count), new SplitPosition(_next));
            }

            if (_next < records) return ReadResult.MoreAvailable;
            output.Finish(_split!);
            return ReadResult.EndOfInput;
        }

        public void Dispose() { }
    }
}
