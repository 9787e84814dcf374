using Millrace.Core.Graph;
using Millrace.Core.Splits;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;
using Millrace.Transformations;

namespace Millrace.Runtime.Operators;

/// <summary>What the task knows of its source.</summary>
internal interface ISourceOperator : IStreamOperator
{
    /// <summary>Reads some records; <see cref="ReadResult.MoreAvailable"/> also where there was no room for them.</summary>
    ReadResult Read();

    bool Resume();

    /// <summary>The lowest watermark of the splits being read.</summary>
    long Watermark { get; }

    /// <summary>How long to wait before reading again where a rate is kept; zero where none is.</summary>
    TimeSpan Pause { get; }

    long Records { get; }

    /// <summary>Where reading is, for the message of a failure.</summary>
    string Describe();
}

/// <summary>Reads the splits that belong to this subtask, and keeps their positions.</summary>
internal sealed class SourceOperator<T>(
    JobOperator description, SourceTransformation<T> source, SourceReaderContext context, Receiver<T> next)
    : ISourceOperator, ISourceOutput<T>
{
    public const string SplitsState = "_splits";

    private readonly SortedDictionary<string, SplitProgress> _splits = new(StringComparer.Ordinal);
    private readonly Func<T, long>? _timestampOf = source.Watermarks?.TimestampOf;
    private readonly RateLimiter? _rate = source.RecordsPerSecond is { } rate ? new RateLimiter(rate, context.Time) : null;
    private ISourceReader<T>? _reader;
    private SplitProgress? _current;
    private bool _room = true;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public long Records { get; private set; }

    public bool HasRoom => _room && _rate is not { HasRoom: false };

    public TimeSpan Pause => _room && _rate is { HasRoom: false } ? _rate.Wait : TimeSpan.Zero;

    public long Watermark
    {
        get
        {
            if (source.Watermarks is not { } strategy) return long.MinValue;
            var lowest = long.MaxValue;
            foreach (var split in _splits.Values)
            {
                if (split.Finished) continue;
                lowest = Math.Min(lowest, split.MaxTimestamp == Timestamps.None ? long.MinValue : split.MaxTimestamp - strategy.MaxOutOfOrderness - 1);
            }

            return lowest == long.MaxValue ? long.MinValue : lowest;
        }
    }

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        var known = restored.Where(b => b.State == SplitsState).SelectMany(b => SplitState.Read(b.Block)).ToDictionary(s => (s.Group, s.Ordinal));
        _reader = source.Source.CreateReader(context);
        foreach (var split in source.Source.DiscoverSplits())
        {
            if (SplitOwner.Of(split.Group, split.Ordinal, context.Parallelism) != context.Subtask) continue;
            var state = known.GetValueOrDefault((split.Group, split.Ordinal)) ?? new SplitState(split.Group, split.Ordinal, null, false, Timestamps.None);
            var progress = new SplitProgress(split, state);
            _splits.Add(split.Id, progress);
            if (!progress.Finished) _reader.AddSplit(split, progress.Position);
        }
    }

    public ReadResult Read()
    {
        if (_splits.Values.All(static s => s.Finished)) return source.Source.Boundedness == Boundedness.Bounded ? ReadResult.EndOfInput : ReadResult.NothingAvailable;
        return HasRoom ? _reader!.Read(this) : ReadResult.MoreAvailable;
    }

    public bool Resume() => _room = next.Resume();

    public void Emit(SourceSplit split, T value, SplitPosition position, long timestamp = Timestamps.None)
    {
        var progress = _current is { } current && ReferenceEquals(current.Split, split) ? current : _current = _splits[split.Id];
        if (_timestampOf is not null) timestamp = _timestampOf(value);
        if (timestamp > progress.MaxTimestamp) progress.MaxTimestamp = timestamp;
        progress.Position = position;
        Records++;
        _rate?.Take();
        _room = next.Push(value, timestamp);
    }

    public void Finish(SourceSplit split) => _splits[split.Id].Finished = true;

    public void Snapshot(long checkpoint, IStateSnapshotWriter writer) =>
        writer.Write(SplitsState, -1, SplitState.Write([.. _splits.Values.Select(static s => s.ToState())]));

    public string Describe() => _current is null
        ? "before the first record"
        : $"a record of {_current.Split.Id} before {_current.Position?.ToString() ?? "its beginning"}";

    public void Close() => _reader?.Dispose();
}
