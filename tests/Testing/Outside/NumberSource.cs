namespace Millrace.Tests.Testing.Outside;

/// <summary>Emits numbers from 0 to a limit in several splits; split s of n has the numbers whose remainder modulo n is s.</summary>
public sealed class NumberSource(int count, int splits) : ISource<int>
{
    public Boundedness Boundedness => Boundedness.Bounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, splits).Select(i => new SourceSplit("numbers", i))];

    public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count, splits);

    private sealed class Reader(int count, int splits) : ISourceReader<int>
    {
        private readonly List<(SourceSplit Split, long Next)> _open = [];

        public void AddSplit(SourceSplit split, SplitPosition? position) => _open.Add((split, position?.Offset ?? split.Ordinal));

        public ReadResult Read(ISourceOutput<int> output)
        {
            for (var read = 0; read < 7 && _open.Count > 0 && output.HasRoom; read++)
            {
                var (split, next) = _open[0];
                _open.RemoveAt(0);
                if (next >= count)
                {
                    output.Finish(split);
                    continue;
                }

                output.Emit(split, (int)next, new SplitPosition(next + splits));
                _open.Add((split, next + splits));
            }

            return _open.Count > 0 ? ReadResult.MoreAvailable : ReadResult.EndOfInput;
        }

        public void Dispose() { }
    }
}
