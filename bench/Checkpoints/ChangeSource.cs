namespace Millrace.Bench.Checkpoints;

/// <summary>Emits each key once, and then in each round a part of them, evenly spread.</summary>
/// <param name="keys">The number of keys.</param>
/// <param name="rounds">How many keys are left out for each that is emitted, plus 1, in each round.</param>
/// <param name="changes">Says which round is due.</param>
internal sealed class ChangeSource(long keys, IReadOnlyList<int> rounds, Changes changes) : ISource<long>
{
    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("keys", 0)];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader(context, keys, rounds, changes);

    private sealed class Reader(SourceReaderContext context, long keys, IReadOnlyList<int> rounds, Changes changes) : ISourceReader<long>
    {
        private readonly ITimer _timer = context.Time.CreateTimer(_ => context.Wake(), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        private readonly long[] _row = new long[256];
        private SourceSplit? _split;
        private long _next;
        private int _round = -1;

        public void AddSplit(SourceSplit split, SplitPosition? position) => _split = split;

        public ReadResult Read(ISourceOutput<long> output)
        {
            var stride = _round < 0 ? 1 : rounds[_round];
            if (_next < keys)
            {
                var count = (int)Math.Min(_row.Length, (keys - _next + stride - 1) / stride);
                for (var i = 0; i < count; i++) _row[i] = _next + ((long)i * stride);
                _next += (long)count * stride;
                output.Emit(_split!, _row.AsSpan(0, count), new SplitPosition(1));
                return ReadResult.MoreAvailable;
            }

            changes.Make(_round);
            if (changes.IsOver)
            {
                output.Finish(_split!);
                return ReadResult.EndOfInput;
            }

            if (changes.Asked == _round) return ReadResult.NothingAvailable;
            (_round, _next) = (changes.Asked, 0);
            return ReadResult.MoreAvailable;
        }

        public void Dispose() => _timer.Dispose();
    }
}
