namespace Millrace.FeaturesJob;

/// <summary>A bounded source of sales, each a given time after the one before it, in four splits.</summary>
internal sealed class Sales(int count, long period) : ISource<Sale>
{
    private const int Splits = 4;
    private const int Shops = 40;
    private const int PerRead = 100;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, Splits).Select(static i => new SourceSplit("sales", i))];

    public ISourceReader<Sale> CreateReader(SourceReaderContext context) => new Reader(count, period);

    private sealed class Reader(int count, long period) : ISourceReader<Sale>
    {
        private readonly Queue<(SourceSplit Split, int Next)> _splits = new();

        public void AddSplit(SourceSplit split, SplitPosition? position) => _splits.Enqueue((split, (int)(position?.Offset ?? split.Ordinal)));

        /// <summary>Reads one record of each split in turn, so that a rate limit slows all of them alike.</summary>
        public ReadResult Read(ISourceOutput<Sale> output)
        {
            for (var read = 0; _splits.Count > 0 && read < PerRead && output.HasRoom; read++)
            {
                var (split, next) = _splits.Dequeue();
                if (next < count)
                {
                    output.Emit(split, new Sale(next, next % Shops, next * period, next * 7919 % 13), new SplitPosition(next + Splits));
                    _splits.Enqueue((split, next + Splits));
                }
                else
                {
                    output.Finish(split);
                }
            }

            return _splits.Count > 0 ? ReadResult.MoreAvailable : ReadResult.EndOfInput;
        }

        public void Dispose()
        {
        }
    }
}
