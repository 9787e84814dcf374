namespace Millrace.Tests.Testing.Outside;

/// <summary>Emits numbers that become available at given times. If bounded, it ends each split after its last number.</summary>
/// <param name="boundedness">Whether it ends.</param>
/// <param name="splits">The number of splits.</param>
/// <param name="records">The numbers of each split with their times in milliseconds since 1970, ascending.</param>
public sealed class TimedSource(Boundedness boundedness, int splits, params (int Split, long At, int Value)[] records) : ISource<int>
{
    public Boundedness Boundedness => boundedness;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, splits).Select(i => new SourceSplit("timed", i))];

    public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(boundedness, records, context);

    private sealed class Reader : ISourceReader<int>
    {
        private readonly Boundedness _boundedness;
        private readonly (int Split, long At, int Value)[] _records;
        private readonly SourceReaderContext _context;
        private readonly ITimer _timer;
        private readonly List<(SourceSplit Split, Queue<(long At, int Value)> Records, int Count)> _open = [];

        public Reader(Boundedness boundedness, (int Split, long At, int Value)[] records, SourceReaderContext context)
        {
            (_boundedness, _records, _context) = (boundedness, records, context);
            _timer = context.Time.CreateTimer(_ => context.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public void AddSplit(SourceSplit split, SplitPosition? position)
        {
            var own = _records.Where(r => r.Split == split.Ordinal).Select(r => (r.At, r.Value)).ToList();
            _open.Add((split, new Queue<(long At, int Value)>(own.Skip((int)(position?.Offset ?? 0))), own.Count));
        }

        public ReadResult Read(ISourceOutput<int> output)
        {
            var now = _context.Time.GetUtcNow().ToUnixTimeMilliseconds();
            foreach (var (split, left, count) in _open.ToList())
            {
                while (left.TryPeek(out var record) && record.At <= now)
                {
                    if (!output.HasRoom) return ReadResult.MoreAvailable;
                    left.Dequeue();
                    output.Emit(split, record.Value, new SplitPosition(count - left.Count));
                }

                if (left.Count > 0 || _boundedness == Boundedness.Unbounded) continue;
                output.Finish(split);
                _open.RemoveAll(s => s.Split == split);
            }

            if (_open.Count == 0) return ReadResult.EndOfInput;
            var next = _open.Where(s => s.Records.Count > 0).Select(s => s.Records.Peek().At).DefaultIfEmpty(-1).Min();
            if (next >= 0) _timer.Change(TimeSpan.FromMilliseconds(next - now), Timeout.InfiniteTimeSpan);
            return ReadResult.NothingAvailable;
        }

        public void Dispose() => _timer.Dispose();
    }
}
