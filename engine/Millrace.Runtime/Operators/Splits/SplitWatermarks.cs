using System.Runtime.CompilerServices;

namespace Millrace.Runtime.Operators.Splits;

/// <summary>The watermarks of a subtask's splits by a strategy: derived from the highest timestamp of each, or from a generator for each.</summary>
internal sealed class SplitWatermarks<T>(WatermarkStrategy<T> strategy, TimeProvider time)
{
    private readonly Func<T, long>? _timestampOf = strategy.TimestampOf;
    private readonly SplitGenerators<T>? _generators = strategy.CreateGenerator is { } create ? new SplitGenerators<T>(create, time) : null;

    /// <summary>Whether records are examined even if they come without timestamps.</summary>
    public bool LooksAtRecords => _timestampOf is not null || _generators is not null;

    public void Add(SplitProgress split) => _generators?.Add(split);

    /// <summary>Examines a record, and returns its event time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long OnEvent(SplitProgress split, T value, long timestamp)
    {
        if (_timestampOf is not null) timestamp = _timestampOf(value);
        if (timestamp > split.MaxTimestamp) split.MaxTimestamp = timestamp;
        _generators?.OnEvent(split, value, timestamp);
        return timestamp;
    }

    /// <summary>Returns the watermark of a split; the lowest number where it has none.</summary>
    public long Of(SplitProgress split) => _generators is null ? strategy.WatermarkAfter(split.MaxTimestamp) : split.Watermark;

    /// <summary>Handles a read, whether or not it returned records.</summary>
    public void OnRead() => _generators?.OnRead();

    /// <summary>Returns the time until the splits must be examined if no record comes; null where they need not be.</summary>
    public TimeSpan? UntilNextLook(SplitIdleness? idleness)
    {
        var idle = idleness?.UntilNext;
        return _generators is null || idle <= SplitGenerators<T>.Period ? idle : SplitGenerators<T>.Period;
    }
}
