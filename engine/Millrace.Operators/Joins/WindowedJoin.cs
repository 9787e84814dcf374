using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Two streams joined by key and window.</summary>
public sealed class WindowedJoin<TKey, T1, T2>
{
    private readonly WindowedStream<TKey, JoinSide<TKey, T1, T2>> _windows;
    private readonly JoinTrigger<TKey, T1, T2> _trigger;
    private readonly LateSides<TKey, T1, T2> _late;

    internal WindowedJoin(WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows) : this(windows, JoinTrigger<TKey, T1, T2>.AtEnd, new(null, null)) { }

    private WindowedJoin(WindowedStream<TKey, JoinSide<TKey, T1, T2>> windows, JoinTrigger<TKey, T1, T2> trigger, LateSides<TKey, T1, T2> late) =>
        (_windows, _trigger, _late) = (windows, trigger, late);

    /// <summary>
    /// Keeps windows for this long after their end: a record that arrives late but within this time emits all results of its window again, including
    /// its own.
    /// </summary>
    /// <exception cref="InvalidJobException">The lateness is negative, or the windows are in processing time.</exception>
    public WindowedJoin<TKey, T1, T2> AllowedLateness(TimeSpan lateness) => new(_windows.AllowedLateness(lateness), _trigger, _late);

    /// <summary>Sends left records that are too late for any window to a side output of the join, instead of dropping and counting them.</summary>
    public WindowedJoin<TKey, T1, T2> LeftLateDataTo(OutputTag<T1> tag) => new(_windows, _trigger, new(tag, _late.Right));

    /// <summary>Sends right records that are too late for any window to a side output of the join, instead of dropping and counting them.</summary>
    public WindowedJoin<TKey, T1, T2> RightLateDataTo(OutputTag<T2> tag) => new(_windows, _trigger, new(_late.Left, tag));

    /// <summary>
    /// Emits results when <paramref name="trigger"/> fires, instead of at the end of each window. Each firing joins all records that the window has
    /// so far; a purging trigger (<see cref="Trigger{TState}.Purging"/>) joins only those that arrived since the last firing.
    /// </summary>
    /// <exception cref="InvalidJobException">The windows merge, and the trigger does not support merging; or they end, and the trigger fires only at the end of the input.</exception>
    public WindowedJoin<TKey, T1, T2> Trigger<TState>(Trigger<TState> trigger)
    {
        _windows.Trigger(trigger);
        return new(_windows, new JoinTrigger<TKey, T1, T2, TState>(trigger), _late);
    }

    /// <summary>Emits a result for each pair in a window, with the window's last millisecond as its timestamp.</summary>
    public OperatorStream<TOut> Select<TOut>(Func<T1, T2, TOut> resultOf, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        Select((left, right) => resultOf(left!, right!), JoinKind.Inner, file, line);

    /// <summary>
    /// Emits a result for each pair in a window, and in outer joins one for each record that has no partner in its window, with the window's last
    /// millisecond as its timestamp.
    /// </summary>
    /// <param name="resultOf">Creates the result; a missing side is null.</param>
    /// <param name="kind">What happens to records without a partner.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">A side that may be missing has a non-nullable value type.</exception>
    public OperatorStream<TOut> Select<TOut>(
        Func<T1?, T2?, TOut> resultOf, JoinKind kind, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        MissingSides.Refuse<T1, T2>(kind, "window join", file, line);
        return Process(new CoGroupFunction<TKey, T1, T2, TOut>((_, _, left, right) => Pairs(left, right, resultOf, kind)), "window-join", file, line);
    }

    /// <summary>Emits any number of results for all left and right records of a key and window; one side may be empty.</summary>
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
