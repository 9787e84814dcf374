namespace Millrace.Bench.Alignment;

/// <summary>The numbers from 0 to a limit, in four splits, as fast as they are taken.</summary>
internal sealed class Numbers(int count) : ISource<long>
{
    private const int Splits = 4;

    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, Splits).Select(static i => new SourceSplit("numbers", i))];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader(count);

    private sealed class Reader(int count) : ISourceReader<long>
    {
        private readonly Queue<(SourceSplit Split, long Next)> _splits = new();

        public void AddSplit(SourceSplit split, SplitPosition? position) => _splits.Enqueue((split, position?.Offset ?? split.Ordinal));

        public ReadResult Read(ISourceOutput<long> output)
        {
            if (!_splits.TryDequeue(out var at)) return ReadResult.EndOfInput;
            var (split, next) = at;
            for (var read = 0; read < 256 && next < count && output.HasRoom; read++, next += Splits) output.Emit(split, next, new SplitPosition(next + Splits));
            if (next < count) _splits.Enqueue((split, next));
            else output.Finish(split);
            return _splits.Count > 0 ? ReadResult.MoreAvailable : ReadResult.EndOfInput;
        }

        public void Dispose() { }
    }
}
