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

    /// <summary>A row that is left without a partner gets its result.</summary>
    public Change<TResultKey, TOut> Padded(TJoin join, TKey key, T row) => new(ChangeKind.Insert, keyOf(join, key), resultOf(row), default);

    /// <summary>A row without a partner gets another result.</summary>
    public Change<TResultKey, TOut> Repadded(TJoin join, TKey key, T row, T previous) => new(ChangeKind.Update, keyOf(join, key), resultOf(row), resultOf(previous));

    /// <summary>The result of a row without a partner is taken back.</summary>
    public Change<TResultKey, TOut> Unpadded(TJoin join, TKey key, T row) => new(ChangeKind.Delete, keyOf(join, key), default, resultOf(row));
}
