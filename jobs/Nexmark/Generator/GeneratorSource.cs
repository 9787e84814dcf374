using System.Globalization;
using Millrace;

namespace Nexmark.Generator;

/// <summary>Emits the generator's first events, in splits that any parallelism can share: split i of k has the events i, i + k, i + 2k, ...</summary>
/// <param name="seed">The generator's seed.</param>
/// <param name="events">The number of events.</param>
public sealed class GeneratorSource(ulong seed, long events) : ISource<NexmarkEvent>
{
    private const int Splits = 64;

    /// <inheritdoc/>
    public Boundedness Boundedness => Boundedness.Bounded;

    /// <inheritdoc/>
    public IReadOnlyList<SourceSplit> DiscoverSplits() =>
        [.. Enumerable.Range(0, Splits).Select(i => new SourceSplit("events", i, i.ToString(CultureInfo.InvariantCulture)))];

    /// <inheritdoc/>
    public ISourceReader<NexmarkEvent> CreateReader(SourceReaderContext context) => new Reader(new NexmarkGenerator(seed), events);

    // Its splits advance in turn, so that the watermark, which is that of the slowest one, follows closely.
    private sealed class Reader(NexmarkGenerator generator, long events) : ISourceReader<NexmarkEvent>
    {
        private const int RowLength = 64;

        private readonly List<(SourceSplit Split, long Next)> _open = [];
        private readonly NexmarkEvent[] _row = new NexmarkEvent[RowLength];
        private int _turn;

        public void AddSplit(SourceSplit split, SplitPosition? position) => _open.Add((split, position?.Offset ?? split.Ordinal));

        public ReadResult Read(ISourceOutput<NexmarkEvent> output)
        {
            if (_open.Count == 0) return ReadResult.EndOfInput;
            _turn %= _open.Count;
            var (split, next) = _open[_turn];
            var length = 0;
            for (; length < RowLength && next < events; next += Splits) _row[length++] = generator.Make(next);
            if (length > 0) output.Emit(split, _row.AsSpan(0, length), new SplitPosition(next));
            _open[_turn++] = (split, next);
            if (next < events) return ReadResult.MoreAvailable;
            output.Finish(split);
            _open.RemoveAt(--_turn);
            return _open.Count == 0 ? ReadResult.EndOfInput : ReadResult.MoreAvailable;
        }

        public void Dispose() { }
    }
}
