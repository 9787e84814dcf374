namespace Millrace.SlowJob;

/// <summary>The numbers from 0 to a limit, in four splits.</summary>
internal sealed class Numbers(int count) : ISource<int>
{
    private const int Splits = 4;
    private const int PerRead = 100;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, Splits).Select(static i => new SourceSplit("numbers", i))];

    public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count);

    private sealed class Reader(int count) : ISourceReader<int>
    {
        private readonly Queue<(SourceSplit Split, int Next)> _splits = new();

        public void AddSplit(SourceSplit split, SplitPosition? position) => _splits.Enqueue((split, (int)(position?.Offset ?? split.Ordinal)));

        public ReadResult Read(ISourceOutput<int> output)
        {
            for (var read = 0; _splits.Count > 0 && read < PerRead && output.HasRoom; read++)
            {
                var (split, next) = _splits.Dequeue();
                if (next < count)
                {
                    output.Emit(split, next, new SplitPosition(next + Splits));
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
