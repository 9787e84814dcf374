using System.Diagnostics;

namespace Millrace.Bench.States;

/// <summary>Emits each key once, as fast as possible; then random keys, a given number a second, for a given time.</summary>
internal sealed class TouchSource(long keys, int perSecond, TimeSpan touching, Touches touches) : ISource<long>
{
    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [new SourceSplit("keys", 0)];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader(context, keys, perSecond, touching, touches);

    private sealed class Reader(SourceReaderContext context, long keys, int perSecond, TimeSpan touching, Touches touches) : ISourceReader<long>
    {
        private readonly ITimer _timer = context.Time.CreateTimer(_ => context.Wake(), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        private readonly long[] _row = new long[256];
        private SourceSplit? _split;
        private RandomKeys _random = new(keys);
        private TimeSpan _paused;
        private long _next;
        private long _begun;

        public void AddSplit(SourceSplit split, SplitPosition? position) => (_split, _next) = (split, position?.Offset ?? 0);

        public ReadResult Read(ISourceOutput<long> output)
        {
            if (_next < keys)
            {
                Emit(output, (int)Math.Min(_row.Length, keys - _next), isFill: true);
                return ReadResult.MoreAvailable;
            }

            if (!touches.HaveBegun) (_begun, _paused, touches.HaveBegun) = (Stopwatch.GetTimestamp(), GC.GetTotalPauseDuration(), true);
            var elapsed = Stopwatch.GetElapsedTime(_begun);
            if (elapsed > touching)
            {
                touches.Speed = Speed.Of(_next - keys, _begun, _paused);
                output.Finish(_split!);
                return ReadResult.EndOfInput;
            }

            var due = (elapsed.TotalSeconds * perSecond) - (_next - keys);
            if (due < 1) return ReadResult.NothingAvailable;
            Emit(output, (int)Math.Min(_row.Length, due), isFill: false);
            return ReadResult.MoreAvailable;
        }

        private void Emit(ISourceOutput<long> output, int count, bool isFill)
        {
            for (var i = 0; i < count; i++) _row[i] = isFill ? _next + i : _random.Next();
            _next += count;
            output.Emit(_split!, _row.AsSpan(0, count), new SplitPosition(_next));
        }

        public void Dispose() => _timer.Dispose();
    }
}
