namespace Millrace;

/// <summary>
/// Keeps the rows of both sides by what they are equal by, and follows the changes of either with those of their pairs. All rows of a
/// side have the same partners, so a row is without one exactly where the other side is empty; whether its result without a partner is out
/// is noted with it all the same, because partners whose time is over vanish without a change.
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

    public RegularJoinFunction(Func<T1?, T2?, TOut> resultOf, JoinKind kind, Ttl timeToLive)
    {
        _resultOf = resultOf;
        _leftRows = new MapState<TLeft, JoinRow<T1>>("left", timeToLive);
        _rightRows = new MapState<TRight, JoinRow<T2>>("right", timeToLive);
        _left = new(
            _leftRows, kind is JoinKind.Left or JoinKind.Full, static (join, left) => new(join, true, left, false, default), left => resultOf(left, default));
        _right = new(
            _rightRows, kind is JoinKind.Right or JoinKind.Full, static (join, right) => new(join, false, default, true, right), right => resultOf(default, right));
    }

    public override void Process1(
        JoinChange<TJoin, TLeft, T1> value, KeyedProcessContext<TJoin> context, ICollector<Change<JoinedKey<TJoin, TLeft, TRight>, TOut>> output) =>
        Follow(value, _left, _right, (left, right) => new(value.Join, true, left, true, right), _resultOf, output);

    public override void Process2(
        JoinChange<TJoin, TRight, T2> value, KeyedProcessContext<TJoin> context, ICollector<Change<JoinedKey<TJoin, TLeft, TRight>, TOut>> output) =>
        Follow(value, _right, _left, (right, left) => new(value.Join, true, left, true, right), (right, left) => _resultOf(left, right), output);

    private static void Follow<TOwn, T, TOther, TPartner, TResultKey>(
        JoinChange<TJoin, TOwn, T> change,
        JoinSide<TJoin, TOwn, T, TResultKey, TOut> own,
        JoinSide<TJoin, TOther, TPartner, TResultKey, TOut> other,
        Func<TOwn, TOther, TResultKey> keyOf,
        Func<T?, TPartner?, TOut> resultOf,
        ICollector<Change<TResultKey, TOut>> output)
        where TOwn : notnull
        where TOther : notnull
    {
        var hadRow = own.Rows.TryGet(change.Key, out var old);
        if (change.HasRow) Put();
        else if (hadRow) Remove();

        void Put()
        {
            var isAlone = true;
            foreach (var (otherKey, partner) in other.Rows.Entries)
            {
                isAlone = false;
                if (partner.IsPadded)
                {
                    other.Unpad(change.Join, otherKey, partner.Row, output);
                    other.Rows.Put(otherKey, partner with { IsPadded = false });
                }

                output.Collect(hadRow
                    ? new(ChangeKind.Update, keyOf(change.Key, otherKey), resultOf(change.Row, partner.Row), resultOf(old.Row, partner.Row))
                    : new(ChangeKind.Insert, keyOf(change.Key, otherKey), resultOf(change.Row, partner.Row), default));
            }

            var isPadded = hadRow && old.IsPadded;
            if (isAlone && own.IsOuter)
            {
                if (isPadded) own.Repad(change.Join, change.Key, change.Row!, old.Row, output);
                else own.Pad(change.Join, change.Key, change.Row!, output);
                return;
            }

            if (isPadded) own.Unpad(change.Join, change.Key, old.Row, output);
            own.Rows.Put(change.Key, new JoinRow<T>(change.Row!, IsPadded: false));
        }

        void Remove()
        {
            own.Rows.Remove(change.Key);
            if (old.IsPadded) own.Unpad(change.Join, change.Key, old.Row, output);
            var leavesAlone = other.IsOuter && !own.Rows.Keys.Any();
            foreach (var (otherKey, partner) in other.Rows.Entries)
            {
                output.Collect(new(ChangeKind.Delete, keyOf(change.Key, otherKey), default, resultOf(old.Row, partner.Row)));
                if (leavesAlone) other.Pad(change.Join, otherKey, partner.Row, output);
            }
        }
    }
}
