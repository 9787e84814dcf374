namespace Millrace;

/// <summary>Windows that keep their records, each as a separate map entry, so adding one costs the same however many there are.</summary>
internal sealed class BufferingWindowFunction<TKey, T, TOut, TState>(
    WindowSettings<T> settings, Trigger<T, TState> trigger, ProcessWindowFunction<TKey, T, TOut> function)
    : WindowFunction<TKey, T, T, TOut, TState>(settings, trigger, function)
{
    private readonly MapState<WindowElement, T> _elements = new("window/elements");
    private readonly MapState<TimeWindow, long> _counts = new("window/counts");

    protected override void Add(TimeWindow keptUnder, T value, long time) => Add(keptUnder, value);

    protected override long SizeOf(TimeWindow keptUnder) => Count(keptUnder);

    protected override void Move(TimeWindow from, TimeWindow to)
    {
        foreach (var element in Elements(from)) Add(to, element);
        Drop(from);
    }

    protected override void Emit(TimeWindow window, TimeWindow keptUnder, WindowFiring<TKey, TOut> firing)
    {
        if (Count(keptUnder) > 0) Emit(window, Elements(keptUnder), firing);
    }

    protected override void Drop(TimeWindow keptUnder)
    {
        for (var index = Count(keptUnder) - 1; index >= 0; index--) _elements.Remove(new WindowElement(keptUnder, index));
        _counts.Remove(keptUnder);
    }

    private void Add(TimeWindow keptUnder, T value)
    {
        var count = Count(keptUnder);
        _elements.Put(new WindowElement(keptUnder, count), value);
        _counts.Put(keptUnder, count + 1);
    }

    private long Count(TimeWindow keptUnder) => _counts.TryGet(keptUnder, out var count) ? count : 0;

    private IEnumerable<T> Elements(TimeWindow keptUnder)
    {
        for (var index = 0L; _elements.TryGet(new WindowElement(keptUnder, index), out var element); index++) yield return element;
    }
}
