namespace Millrace;

/// <summary>The rows of one side of a join, and how a result is made from that side.</summary>
/// <param name="rows">The rows of the current value that the sides are equal by.</param>
/// <param name="isOuter">Whether rows without a partner give a result.</param>
/// <param name="keyOf">The key of a result without a partner.</param>
/// <param name="resultOf">The result without a partner.</param>
internal sealed class JoinSide<TJoin, TKey, T, TResultKey, TOut>(
    MapState<TKey, JoinRow<T>> rows, bool isOuter, Func<TJoin, TKey, TResultKey> keyOf, Func<T, TOut> resultOf)
    where TKey : notnull
{
    public MapState<TKey, JoinRow<T>> Rows => rows;

    public bool IsOuter => isOuter;

    /// <summary>Gives a row that is left without a partner its result.</summary>
    public void Pad(TJoin join, TKey key, T row, ICollector<Change<TResultKey, TOut>> output)
    {
        rows.Put(key, new JoinRow<T>(row, IsPadded: true));
        output.Collect(new(ChangeKind.Insert, keyOf(join, key), resultOf(row), default));
    }

    /// <summary>Gives a row without a partner another result.</summary>
    public void Repad(TJoin join, TKey key, T row, T previous, ICollector<Change<TResultKey, TOut>> output)
    {
        rows.Put(key, new JoinRow<T>(row, IsPadded: true));
        output.Collect(new(ChangeKind.Update, keyOf(join, key), resultOf(row), resultOf(previous)));
    }

    /// <summary>Takes back the result of a row without a partner.</summary>
    public void Unpad(TJoin join, TKey key, T row, ICollector<Change<TResultKey, TOut>> output) =>
        output.Collect(new(ChangeKind.Delete, keyOf(join, key), default, resultOf(row)));
}
