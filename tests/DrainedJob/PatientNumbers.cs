namespace Millrace.DrainedJob;

/// <summary>Emits the numbers from 0 to a limit in several splits, and then waits for more that never come.</summary>
internal sealed class PatientNumbers(int count) : ISource<int>
{
    private const int Splits = 4;
    private const int PerRead = 100;

    public Boundedness Boundedness => Boundedness.Unbounded;

    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, Splits).Select(static i => new SourceSplit("numbers", i))];

    public ISourceReader<int> CreateReader(SourceReaderContext context) => new Reader(count);

    private sealed class Reader(int count) : ISourceReader<int>
    {
        private readonly List<(SourceSplit Split, int Next)> _splits = [];
        private bool _isPatient;

        public void AddSplit(SourceSplit split, SplitPosition? position) => _splits.Add((split, (int)(position?.Offset ?? split.Ordinal)));

        public ReadResult Read(ISourceOutput<int> output)
        {
            var read = 0;
            for (var i = 0; i < _splits.Count; i++)
            {
                var (split, next) = _splits[i];
                for (; next < count && read < PerRead && output.HasRoom; next += Splits, read++) output.Emit(split, next, new SplitPosition(next + Splits));
                _splits[i] = (split, next);
            }

            if (_splits.Exists(s => s.Next < count)) return ReadResult.MoreAvailable;
            if (!_isPatient) Console.Error.WriteLine("all numbers are read");
            _isPatient = true;
            return ReadResult.NothingAvailable;
        }

        public void Dispose()
        {
        }
    }
}
