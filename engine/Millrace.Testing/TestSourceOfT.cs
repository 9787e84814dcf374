namespace Millrace.Testing;

/// <summary>
/// An in-memory source, which a test fills before and while a job runs. It represents the outside world, so it survives every crash, and one
/// object serves all subtasks and attempts; it is thread-safe.
/// </summary>
public sealed class TestSource<T> : ISource<T>
{
    private const int RecordsPerRead = 32;

    private readonly Lock _gate = new();
    private readonly List<(T Value, long Timestamp)>[] _splits;
    private readonly List<Action> _wakes = [];
    private bool _ended;

    /// <param name="splits">The number of splits over which records are distributed, 1 or more; within a split they keep their order.</param>
    public TestSource(int splits = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(splits, 1);
        _splits = [.. Enumerable.Range(0, splits).Select(static _ => new List<(T, long)>())];
    }

    /// <inheritdoc/>
    public Boundedness Boundedness => Boundedness.Bounded;

    /// <summary>Adds a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in milliseconds, if the source provides one.</param>
    /// <param name="split">The split that it belongs to, from 0.</param>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Push(T value, long timestamp = Timestamps.None, int split = 0)
    {
        lock (_gate)
        {
            if (_ended) throw new InvalidOperationException("The source has ended; nothing more can be pushed.");
            _splits[split].Add((value, timestamp));
        }

        Wake();
    }

    /// <summary>Adds records without timestamps, distributed over the splits in turn.</summary>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void PushAll(params IEnumerable<T> values)
    {
        var split = 0;
        foreach (var value in values) Push(value, split: split++ % _splits.Length);
    }

    /// <summary>Ends the source: a job that has read all of it finishes.</summary>
    public void End()
    {
        lock (_gate) _ended = true;
        Wake();
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceSplit> DiscoverSplits() => [.. Enumerable.Range(0, _splits.Length).Select(static i => new SourceSplit("test", i))];

    /// <inheritdoc/>
    public ISourceReader<T> CreateReader(SourceReaderContext context)
    {
        lock (_gate) _wakes.Add(context.Wake);
        return new Reader(this, context.Wake);
    }

    private void Wake()
    {
        List<Action> wakes;
        lock (_gate) wakes = [.. _wakes];
        foreach (var wake in wakes) wake();
    }

    private void Forget(Action wake)
    {
        lock (_gate) _wakes.Remove(wake);
    }

    /// <summary>Returns the record at a position; null where there is none yet, or where <paramref name="isEnd"/>.</summary>
    private (T Value, long Timestamp)? At(int split, int position, out bool isEnd)
    {
        lock (_gate)
        {
            isEnd = _ended && position >= _splits[split].Count;
            return position < _splits[split].Count ? _splits[split][position] : null;
        }
    }

    private sealed class Reader(TestSource<T> source, Action wake) : ISourceReader<T>
    {
        private readonly List<(SourceSplit Split, int Next)> _open = [];
        private readonly HashSet<SourceSplit> _paused = [];

        public void AddSplit(SourceSplit split, SplitPosition? position) => _open.Add((split, (int)(position?.Offset ?? 0)));

        public ReadResult Read(ISourceOutput<T> output)
        {
            var read = 0;
            for (var i = _open.Count - 1; i >= 0; i--)
            {
                var (split, next) = _open[i];
                if (_paused.Contains(split)) continue;
                var isEnd = false;
                for (; read < RecordsPerRead && output.HasRoom && source.At(split.Ordinal, next, out isEnd) is { } record; read++)
                    output.Emit(split, record.Value, new SplitPosition(++next), record.Timestamp);
                _open[i] = (split, next);
                if (!isEnd) continue;
                output.Finish(split);
                _open.RemoveAt(i);
            }

            if (_open.Count == 0) return ReadResult.EndOfInput;
            return read > 0 ? ReadResult.MoreAvailable : ReadResult.NothingAvailable;
        }

        public bool TrySetPaused(SourceSplit split, bool isPaused)
        {
            if (isPaused) _paused.Add(split);
            else _paused.Remove(split);
            return true;
        }

        public void Dispose() => source.Forget(wake);
    }
}
