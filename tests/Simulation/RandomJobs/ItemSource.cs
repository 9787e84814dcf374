using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>Reads the records of a source node, a few at a time, from all splits in turn; the reader sometimes has nothing, or fails.</summary>
internal sealed class ItemSource(GraphNode node, FaultPlan faults) : ISource<Item>
{
    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() =>
        [.. Enumerable.Range(0, Semantics.Splits(node) + (Semantics.HasIdleSplit(node) ? 1 : 0)).Select(i => new SourceSplit(GroupOf(node), i))];

    public ISourceReader<Item> CreateReader(SourceReaderContext context) => new Reader(node, context, faults);

    /// <summary>The group of a source node's splits.</summary>
    public static string GroupOf(GraphNode node) => $"items{node.Id}";

    private sealed class Reader(GraphNode node, SourceReaderContext context, FaultPlan faults) : ISourceReader<Item>
    {
        private const int IdleReads = 12;

        private readonly Queue<(SourceSplit Split, long Next)> _open = new();
        private SourceSplit? _idle;
        private ITimer? _timer;
        private int _reads;
        private int _idleReads;

        public void AddSplit(SourceSplit split, SplitPosition? position)
        {
            if (split.Ordinal == Semantics.Splits(node))
            {
                _idle = split;
                return;
            }

            _open.Enqueue((split, position?.Offset ?? 0));
        }

        public ReadResult Read(ISourceOutput<Item> output)
        {
            if (faults.Strikes(8)) throw new IOException("Simulated: the source's reader failed.");
            if (++_reads % (Semantics.IsSlow(node) ? 2 : 7) == 0 && !Semantics.HasIdleSplit(node)) return Later();
            if (_open.Count == 0 && _idle is not null) return ReadIdle(output);
            for (var records = 1 + (_reads % 5); records > 0 && output.HasRoom && _open.TryDequeue(out var next); records--)
            {
                if (next.Next >= Semantics.Length(node, next.Split.Ordinal))
                {
                    output.Finish(next.Split);
                    continue;
                }

                output.Emit(next.Split, Semantics.Read(node, next.Split.Ordinal, next.Next), new SplitPosition(next.Next + 1));
                _open.Enqueue((next.Split, next.Next + 1));
            }

            return _open.Count > 0 || _idle is not null ? ReadResult.MoreAvailable : ReadResult.EndOfInput;
        }

        public void Dispose() => _timer?.Dispose();

        private ReadResult ReadIdle(ISourceOutput<Item> output)
        {
            if (_idleReads++ < IdleReads) return Later();
            output.Finish(_idle!);
            _idle = null;
            return ReadResult.EndOfInput;
        }

        private ReadResult Later()
        {
            _timer?.Dispose();
            var delay = TimeSpan.FromMilliseconds((1 + (_reads % 9)) * (Semantics.IsSlow(node) ? 5 : 1));
            _timer = context.Time.CreateTimer(_ => context.Wake(), null, delay, Timeout.InfiniteTimeSpan);
            return ReadResult.NothingAvailable;
        }
    }
}
