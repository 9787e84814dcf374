namespace Millrace;

/// <summary>Windows that keep their records with their times, and evict some of them whenever they fire.</summary>
internal sealed class EvictingWindowFunction<TKey, T, TOut, TState>(
    WindowSettings<T> settings, Trigger<T, TState> trigger, Evictor<T> evictor, ProcessWindowFunction<TKey, T, TOut> function)
    : WindowFunction<TKey, T, T, TOut, TState>(settings, trigger, function)
{
    private readonly MapState<WindowElement, WindowRecord<T>> _elements = new("window/elements");
    private readonly MapState<TimeWindow, ElementRange> _ranges = new("window/ranges");

    protected override void Add(TimeWindow keptUnder, T value, long time) => Add(keptUnder, new WindowRecord<T>(value, time));

    protected override long SizeOf(TimeWindow keptUnder) => Range(keptUnder).Count;

    protected override void Move(TimeWindow from, TimeWindow to)
    {
        foreach (var record in Records(from)) Add(to, record);
        Drop(from);
    }

    protected override void Emit(TimeWindow window, TimeWindow keptUnder, WindowFiring<TKey, TOut> firing)
    {
        var held = Records(keptUnder);
        if (held.Count == 0) return;
        List<WindowRecord<T>> records = [.. held];
        evictor.EvictBefore(records, window);
        if (records.Count > 0) Emit(window, records.ConvertAll(static r => r.Value), firing);
        evictor.EvictAfter(records, window);
        if (!held.SequenceEqual(records, ReferenceEqualityComparer.Instance)) Keep(keptUnder, held, records);
    }

    protected override void Drop(TimeWindow keptUnder)
    {
        var range = Range(keptUnder);
        for (var index = range.First; index < range.End; index++) _elements.Remove(new WindowElement(keptUnder, index));
        _ranges.Remove(keptUnder);
    }

    // Usually the oldest records are evicted; then the others stay in place.
    private void Keep(TimeWindow keptUnder, List<WindowRecord<T>> held, List<WindowRecord<T>> kept)
    {
        var gone = held.Count - kept.Count;
        if (kept.Count > 0 && gone > 0 && held.Skip(gone).SequenceEqual(kept, ReferenceEqualityComparer.Instance))
        {
            var range = Range(keptUnder);
            for (var index = range.First; index < range.First + gone; index++) _elements.Remove(new WindowElement(keptUnder, index));
            _ranges.Put(keptUnder, range with { First = range.First + gone });
            return;
        }

        Drop(keptUnder);
        foreach (var record in kept) Add(keptUnder, record);
    }

    private void Add(TimeWindow keptUnder, WindowRecord<T> record)
    {
        var range = Range(keptUnder);
        _elements.Put(new WindowElement(keptUnder, range.End), record);
        _ranges.Put(keptUnder, range with { End = range.End + 1 });
    }

    private List<WindowRecord<T>> Records(TimeWindow keptUnder)
    {
        var records = new List<WindowRecord<T>>();
        var range = Range(keptUnder);
        for (var index = range.First; index < range.End; index++)
        {
            if (_elements.TryGet(new WindowElement(keptUnder, index), out var record)) records.Add(record);
        }

        return records;
    }

    private ElementRange Range(TimeWindow keptUnder) => _ranges.TryGet(keptUnder, out var range) ? range : default;
}

/// <summary>The indexes of a window's records.</summary>
/// <param name="First">The index of the first record.</param>
/// <param name="End">The index after the last record.</param>
internal readonly record struct ElementRange(long First, long End)
{
    /// <summary>The number of records.</summary>
    public long Count => End - First;
}
