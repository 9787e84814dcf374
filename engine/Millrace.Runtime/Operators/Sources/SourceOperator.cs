using System.Diagnostics;
using System.Runtime.CompilerServices;
using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Splits;
using Millrace.Core.Watermarks;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Operators.Splits;
using Millrace.Runtime.Operators.Watermarks;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;
using Millrace.Transformations;

namespace Millrace.Runtime.Operators.Sources;

/// <summary>The task's view of its source.</summary>
internal interface ISourceOperator : IStreamOperator
{
    /// <summary>
    /// Reads some records, which <see cref="Resume"/> emits; returns <see cref="ReadResult.MoreAvailable"/> also where there was no room for them.
    /// </summary>
    ReadResult Read();

    /// <summary>Emits the records read; returns true when all of them are out and there is room.</summary>
    bool Resume();

    /// <summary>Whether all splits that are being read are idle, so that the watermark waits for none.</summary>
    bool IsIdle { get; }

    /// <summary>How far the source is; null where it is not aligned with others. May be read from any thread.</summary>
    AlignedWatermark? Aligned { get; }

    /// <summary>Takes the lowest watermarks of all alignment groups of sources.</summary>
    void Align(IReadOnlyDictionary<string, long> lowest);

    /// <summary>The time until <see cref="Read"/> must be called even without records, for a split's watermark or idleness; null if none.</summary>
    TimeSpan? UntilNextLook { get; }

    /// <summary>How long to wait before reading again where the rate is limited; zero where it is not.</summary>
    TimeSpan Pause { get; }

    long Records { get; }

    /// <summary>The splits of this subtask that are in the state but were not discovered: they stay in the state.</summary>
    IReadOnlyList<SplitState> MissingSplits { get; }

    /// <summary>Describes where reading is, for failure messages.</summary>
    string Describe();
}

/// <summary>
/// Reads the splits that belong to this subtask, and keeps their positions. The task takes snapshots only after <see cref="Resume"/> has
/// returned true, when all records read have been emitted.
/// </summary>
internal sealed class SourceOperator<T>(
    JobOperator description, SourceTransformation<T> source, SourceReaderContext context, OperatorStateBackend state, Receiver<T> next)
    : ISourceOperator, ISourceOutput<T>
{
    private const int Stamps = 256;

    private readonly SortedDictionary<string, SplitProgress> _splits = new(StringComparer.Ordinal);
    private readonly List<SplitProgress> _owned = [];
    private readonly List<SplitState> _missing = [];
    private readonly SplitWatermarks<T>? _splitWatermarks = source.Watermarks is { } strategy ? new SplitWatermarks<T>(strategy, context.Time) : null;
    private readonly RateLimiter? _rate = source.RecordsPerSecond is { } rate ? new RateLimiter(rate, context.Time) : null;
    private readonly SourceBuffer<T> _buffer = new(next);
    private readonly SplitIdleness? _idleness =
        source.Watermarks?.Idleness is { } timeout ? new SplitIdleness(timeout, IsBounded(source), context.Time) : null;

    private readonly long[] _timestamps = NoTimestamps();
    private SourceWatermark _watermark = new(null);
    private SourceAlignment? _alignment;
    private ISourceReader<T>? _reader;
    private SplitProgress? _current;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public long Records { get; private set; }

    public bool HasRoom => _buffer.HasRoom && _rate is not { HasRoom: false };

    // Regardless of whether the source is bounded or the subtask ever had a split: all splits are known when it is opened. The rest of a
    // missing split would be lost for good if the source ended without it.
    private bool IsOver => _watermark.Splits.Count == 0 && !HasUnread;

    private bool HasUnread => _missing.Count > 0 && _missing.Exists(static s => !s.Finished);

    public TimeSpan Pause => _buffer.IsEmpty && _rate is { HasRoom: false } ? _rate.Wait : TimeSpan.Zero;

    public long Watermark => _watermark.Current;

    public bool IsIdle => _watermark.IsIdle && !IsOver;

    public AlignedWatermark? Aligned => _alignment?.Watermark;

    public IReadOnlyList<SplitState> MissingSplits => _missing;

    public TimeSpan? UntilNextLook => _alignment is { HoldsAll: true } ? null : _splitWatermarks?.UntilNextLook(_idleness);

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        state.Open(source.Source, restored);
        var known = restored.Where(b => b.State == SplitState.StateName).SelectMany(b => SplitState.Read(b.Block)).ToDictionary(s => (s.Group, s.Ordinal));
        _reader = source.Source.CreateReader(context);
        AsynchronousFunctions.RefuseMethods(_reader, $"operator '{description.Name}'");
        if (_splitWatermarks is not null) _watermark = new SourceWatermark(_splitWatermarks.Of);
        if (source.Watermarks?.Alignment is { } alignment) _alignment = new SourceAlignment(alignment, _splitWatermarks!.Of, _reader.TrySetPaused);
        foreach (var split in source.Source.DiscoverSplits())
        {
            if (!IsOwn(split.Group, split.Ordinal)) continue;
            if (!known.Remove((split.Group, split.Ordinal), out var former)) former = new SplitState(split.Group, split.Ordinal, null, false, Timestamps.None, Timestamps.None);
            var progress = new SplitProgress(split, former, _owned.Count);
            _splits.Add(split.Id, progress);
            _owned.Add(progress);
            _splitWatermarks?.Add(progress);
            _watermark.Add(progress);
            if (!progress.Finished) _reader.AddSplit(split, progress.Position);
        }

        _missing.AddRange(known.Values.Where(s => IsOwn(s.Group, s.Ordinal)).OrderBy(static s => s.Id, StringComparer.Ordinal));
        _watermark.Restore(restored);
        UpdateWatermark();
    }

    public void Align(IReadOnlyDictionary<string, long> lowest)
    {
        _alignment?.Allow(lowest);
        _alignment?.Update(_watermark);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ReadResult Read()
    {
        if (IsOver) return ReadResult.EndOfInput;
        if (_watermark.Splits.Count == 0) return ReadResult.NothingAvailable;
        if (_alignment is { HoldsAll: true })
        {
            _idleness?.Pause();
            return ReadResult.NothingAvailable;
        }

        if (!HasRoom)
        {
            _idleness?.Pause();
            return ReadResult.MoreAvailable;
        }

        var result = _reader!.Read(this);
        _idleness?.OnRead(result, _watermark.Splits);
        UpdateWatermark();
        if (IsOver) return ReadResult.EndOfInput;
        return result == ReadResult.EndOfInput && HasUnread ? ReadResult.NothingAvailable : result;
    }

    private void UpdateWatermark()
    {
        _splitWatermarks?.OnRead();
        _watermark.Update();
        _alignment?.Update(_watermark);
    }

    public bool Resume()
    {
        var room = _buffer.Resume();
        if (!room) _idleness?.Pause();
        return room;
    }

    public void Emit(SourceSplit split, T value, SplitPosition position, long timestamp = Timestamps.None)
    {
        var progress = ProgressOf(split);
        if (_splitWatermarks is not null) timestamp = _splitWatermarks.OnEvent(progress, value, timestamp);
        progress.MoveTo(position);
        _buffer.Add(value, timestamp, new RecordPlace(progress.Number, position.Offset));
        Records++;
        _rate?.Take();
    }

    public void Emit(SourceSplit split, ReadOnlySpan<T> values, SplitPosition next)
    {
        var progress = ProgressOf(split);
        Records += values.Length;
        _rate?.Take(values.Length);
        while (!values.IsEmpty)
        {
            var some = values[..Math.Min(values.Length, Stamps)];
            if (_splitWatermarks is { LooksAtRecords: true }) Stamp(_splitWatermarks, some, progress);
            _buffer.AddAll(some, _timestamps.AsSpan(0, some.Length), new RecordPlace(progress.Number, next.Offset));
            values = values[some.Length..];
        }

        progress.MoveTo(next);
    }

    public void Finish(SourceSplit split)
    {
        var progress = _splits[split.Id];
        progress.Finished = true;
        _watermark.Finish(progress);
    }

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        Debug.Assert(_buffer.IsEmpty, "A position would be ahead of what was emitted.");
        writer.Write(SplitState.StateName, -1, SplitState.Write([.. _splits.Values.Select(s => s.ToState(_splitWatermarks?.Of(s) ?? Timestamps.None)), .. _missing]));
        state.Snapshot(writer);
        _watermark.Snapshot(writer);
    }

    public string Describe()
    {
        if (_buffer.AtHand is { } place) return $"a record of {_owned[place.Split].Split.Id} before {new SplitPosition(place.Next)}";
        return _current is null
            ? "before the first record"
            : $"a record of {_current.Split.Id} before {_current.Position?.ToString() ?? "its beginning"}";
    }

    public void Close() => _reader?.Dispose();

    private bool IsOwn(string group, int ordinal) => SplitOwner.Of(group, ordinal, context.Parallelism) == context.Subtask;

    private static bool IsBounded(SourceTransformation<T> source) => source.Source.Boundedness == Boundedness.Bounded;

    private static long[] NoTimestamps()
    {
        var timestamps = new long[Stamps];
        Array.Fill(timestamps, Timestamps.None);
        return timestamps;
    }

    private SplitProgress ProgressOf(SourceSplit split) =>
        _current is { } current && ReferenceEquals(current.Split, split) ? current : _current = _splits[split.Id];

    private void Stamp(SplitWatermarks<T> watermarks, ReadOnlySpan<T> values, SplitProgress progress)
    {
        for (var i = 0; i < values.Length; i++) _timestamps[i] = watermarks.OnEvent(progress, values[i], Timestamps.None);
    }
}
