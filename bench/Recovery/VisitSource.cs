using System.Diagnostics;
using Millrace.Bench.States;

namespace Millrace.Bench.Recovery;

/// <summary>Emits each key once, as fast as possible; then random keys, a given number a second, without end. Each split has its part of the keys.</summary>
/// <param name="keys">The number of keys.</param>
/// <param name="perSecond">How many keys all splits emit a second, together.</param>
internal sealed class VisitSource(long keys, int perSecond) : ISource<long>
{
    private const int Splits = 4;

    public Boundedness Boundedness => Boundedness.Unbounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, Splits).Select(static i => new SourceSplit("keys", i))];

    public ISourceReader<long> CreateReader(SourceReaderContext context) => new Reader(context, keys / Splits, (double)perSecond / Splits);

    private sealed class Reader(SourceReaderContext context, long keys, double perSecond) : ISourceReader<long>
    {
        private readonly ITimer _timer = context.Time.CreateTimer(_ => context.Wake(), null, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1));
        private readonly long _begun = Stopwatch.GetTimestamp();
        private readonly long[] _row = new long[256];
        private readonly List<Part> _parts = [];

        public void AddSplit(SourceSplit split, SplitPosition? position) =>
            _parts.Add(new Part(split) { Next = position?.Offset ?? 0, Random = new RandomKeys(keys) });

        public ReadResult Read(ISourceOutput<long> output)
        {
            var due = (long)(Stopwatch.GetElapsedTime(_begun).TotalSeconds * perSecond);
            var isMore = false;
            foreach (var part in _parts) isMore |= Read(part, due, output);
            return isMore ? ReadResult.MoreAvailable : ReadResult.NothingAvailable;
        }

        public void Dispose() => _timer.Dispose();

        private bool Read(Part part, long due, ISourceOutput<long> output)
        {
            var first = part.Split.Ordinal * keys;
            int count;
            if (part.Next < keys)
            {
                count = (int)Math.Min(_row.Length, keys - part.Next);
                for (var i = 0; i < count; i++) _row[i] = first + part.Next + i;
                // What would have been due meanwhile is left out.
                part.Visited = due;
            }
            else
            {
                count = (int)Math.Min(_row.Length, due - part.Visited);
                if (count < 1) return false;
                for (var i = 0; i < count; i++) _row[i] = first + part.Random.Next();
                part.Visited += count;
            }

            part.Next += count;
            output.Emit(part.Split, _row.AsSpan(0, count), new SplitPosition(part.Next));
            return true;
        }
    }

    private sealed class Part(SourceSplit split)
    {
        public SourceSplit Split { get; } = split;

        public long Next { get; set; }

        public long Visited { get; set; }

        public RandomKeys Random;
    }
}
