using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams that are joined by key and window.</summary>
public sealed class WindowedJoin<TKey, T1, T2>
{
    private readonly WindowedStream<TKey, JoinSide<TKey, T1, T2>> _windows;
    private readonly JoinTrigger<TKey, T1, T2> _trigger;
    private readonly LateSides<TKey, T1, T2> _late;

    internal WindowedJoin(WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows) : this(windows, JoinTrigger<TKey, T1, T2>.AtEnd, new(null, null)) { }

    private WindowedJoin(WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows, JoinTrigger<TKey, T1, T2> trigger, LateSides<TKey, T1, T2> late) =>
        (_windows, _trigger, _late) = (windows, trigger, late);

    /// <summary>
    /// Keeps windows for so long after their end: a record that comes later than the watermark, but within this, gives all results of its
    /// window again, with itself among them.
    /// </summary>
    /// <exception cref="InvalidJobException">It is negative, or windows follow the machine's time.</exception>
    public WindowedJoin<TKey, T1, T2> AllowedLateness(TimeSpan lateness) => new(_windows.AllowedLateness(lateness), _trigger, _late);

    /// <summary>Sends left records that no window takes any more to a side output of the join, instead of dropping and counting them.</summary>
    public WindowedJoin<TKey, T1, T2> LeftLateDataTo(OutputTag<T1> tag) => new(_windows, _trigger, new(tag, _late.Right));

    /// <summary>Sends right records that no window takes any more to a side output of the join, instead of dropping and counting them.</summary>
    public WindowedJoin<TKey, T1, T2> RightLateDataTo(OutputTag<T2> tag) => new(_windows, _trigger, new(_late.Left, tag));

    /// <summary>
    /// Results when <paramref name="trigger"/> says so, instead of at the end of each window. Each time all records of the window are joined
    /// that it has by then; one that purges (<see cref="Trigger{TState}.Purging"/>) joins each with what came since the last time.
    /// </summary>
    /// <exception cref="InvalidJobException">The windows merge, and the trigger cannot.</exception>
    public WindowedJoin<TKey, T1, T2> Trigger<TState>(Trigger<TState> trigger)
    {
        _windows.Trigger(trigger);
        return new(_windows, new JoinTrigger<TKey, T1, T2, TState>(trigger), _late);
    }

    /// <summary>A result for each pair of a key and window, with the window's last millisecond as its timestamp.</summary>
    public OperatorStream<TOut> Select<TOut>(Func<T1, T2, TOut> resultOf, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Select((left, right) => resultOf(left!, right!), JoinKind.Inner, file, line);

    /// <summary>
    /// A result for each pair of a key and window, and in outer joins one for each record that has no partner in its window, with the window's
    /// last millisecond as its timestamp.
    /// </summary>
    /// <param name="resultOf">Makes the result; the side that is missing is null.</param>
    /// <param name="kind">What becomes of records without a partner.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">A side that may be missing is of a value type that cannot be null.</exception>
    public OperatorStream<TOut> Select<TOut>(
        Func<T1?, T2?, TOut> resultOf, JoinKind kind, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        MissingSides.Refuse<T1, T2>(kind, "window join", file, line);
        return Process(new CoGroupFunction<TKey, T1, T2, TOut>((_, _, left, right) => Pairs(left, right, resultOf, kind)), "window-join", file, line);
    }

    /// <summary>Any number of results of all left and right records of a key and window; one side may be empty.</summary>
    public OperatorStream<TOut> CoGroup<TOut>(
        Func<TKey, TimeWindow, IReadOnlyList<T1>, IReadOnlyList<T2>, IEnumerable<TOut>> resultsOf,
        [CallerFilePath] string file = "",
        [CallerLineNumber] int line = 0) =>
        Process(new CoGroupFunction<TKey, T1, T2, TOut>(resultsOf), "co-group", file, line);

    private OperatorStream<TOut> Process<TOut>(CoGroupFunction<TKey, T1, T2, TOut> function, string kind, string file, int line) =>
        _trigger.Process(_windows.LateDataTo(_late), function, kind, file, line);

    private static IEnumerable<TOut> Pairs<TOut>(IReadOnlyList<T1> left, IReadOnlyList<T2> right, Func<T1?, T2?, TOut> resultOf, JoinKind kind)
    {
        if (right.Count == 0) return kind is JoinKind.Left or JoinKind.Full ? left.Select(l => resultOf(l, default)) : [];
        if (left.Count == 0) return kind is JoinKind.Right or JoinKind.Full ? right.Select(r => resultOf(default, r)) : [];
        return left.SelectMany(l => right.Select(r => resultOf(l, r)));
    }
}
