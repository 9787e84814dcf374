namespace Millrace;

/// <summary>
/// Keeps the rows of both sides by their join value, and turns a change on either side into changes of its pairs. All rows of a side have the same
/// partners, so a row has none exactly when the other side is empty. Whether its result without a partner has been emitted is still stored with it,
/// because partners that expire disappear without a change.
/// </summary>
internal sealed class RegularJoinFunction<TJoin, TLeft, T1, TRight, T2, TOut>
    : KeyedCoProcessFunction<TJoin, JoinChange<TJoin, TLeft, T1>, JoinChange<TJoin, TRight, T2>, Change<JoinedKey<TJoin, TLeft, TRight>, TOut>>
    where TLeft : notnull
    where TRight : notnull
{
    private readonly MapState<TLeft, JoinRow<T1>> _leftRows;
    private readonly MapState<TRight, JoinRow<T2>> _rightRows;
    private readonly JoinSide<TJoin, TLeft, T1, JoinedKey<TJoin, TLeft, TRight>, TOut> _left;
    private readonly JoinSide<TJoin, TRight, T2, JoinedKey<TJoin, TLeft, TRight>, TOut> _right;
    private readonly Func<T1?, T2?, TOut> _resultOf;
    private readonly JoinKind _kind;
    private IKeyEquality _keys = null!;

    public RegularJoinFunction(Func<T1?, T2?, TOut> resultOf, JoinKind kind, Ttl timeToLive)
    {
        (_resultOf, _kind) = (resultOf, kind);
        _leftRows = new MapState<TLeft, JoinRow<T1>>("left", timeToLive);
        _rightRows = new MapState<TRight, JoinRow<T2>>("right", timeToLive);
        _left = new(
            _leftRows, kind is JoinKind.Left or JoinKind.Full, static (join, left) => new(join, true, left, false, default), left => resultOf(left, default));
        _right = new(
            _rightRows, kind is JoinKind.Right or JoinKind.Full, static (join, right) => new(join, false, default, true, right), right => resultOf(default, right));
    }

    // Whether rows without a partner have their results emitted depends on the kind.
    public override IReadOnlyList<StateParameter> StateParameters => [new("the kind of join", $"{_kind}")];

    public override void Open(FunctionContext context) => _keys = context.Keys;

    public override void Process1(
        JoinChange<TJoin, TLeft, T1> value, KeyedProcessContext<TJoin> context, ICollector<Change<JoinedKey<TJoin, TLeft, TRight>, TOut>> output) =>
        new JoinStep<TJoin, TLeft, T1, TRight, T2, JoinedKey<TJoin, TLeft, TRight>, TOut>(
            value, _left, _right, (left, right) => new(value.Join, true, left, true, right), _resultOf)
            .Take(!_keys.HasNull(value.Join), output);

    public override void Process2(
        JoinChange<TJoin, TRight, T2> value, KeyedProcessContext<TJoin> context, ICollector<Change<JoinedKey<TJoin, TLeft, TRight>, TOut>> output) =>
        new JoinStep<TJoin, TRight, T2, TLeft, T1, JoinedKey<TJoin, TLeft, TRight>, TOut>(
            value, _right, _left, (right, left) => new(value.Join, true, left, true, right), (right, left) => _resultOf(left, right))
            .Take(!_keys.HasNull(value.Join), output);
}
