namespace Millrace;

/// <summary>The rows of one side of a join, and how that side's results without a partner are created.</summary>
/// <param name="rows">The rows with the current join value.</param>
/// <param name="isOuter">Whether rows without a partner yield a result.</param>
/// <param name="keyOf">Returns the key of a result without a partner.</param>
/// <param name="resultOf">Creates a result without a partner.</param>
internal sealed class JoinSide<TJoin, TKey, T, TResultKey, TOut>(
    MapState<TKey, JoinRow<T>> rows, bool isOuter, Func<TJoin, TKey, TResultKey> keyOf, Func<T, TOut> resultOf)
    where TKey : notnull
{
    public MapState<TKey, JoinRow<T>> Rows => rows;

    public bool IsOuter => isOuter;

    /// <summary>Returns the change for a row left without a partner, whose result is inserted.</summary>
    public Change<TResultKey, TOut> Padded(TJoin join, TKey key, T row) => new(ChangeKind.Insert, keyOf(join, key), resultOf(row), default);

    /// <summary>Returns the change for a row without a partner whose result is updated.</summary>
    public Change<TResultKey, TOut> Repadded(TJoin join, TKey key, T row, T previous) => new(ChangeKind.Update, keyOf(join, key), resultOf(row), resultOf(previous));

    /// <summary>Returns the change that retracts the result of a row without a partner.</summary>
    public Change<TResultKey, TOut> Unpadded(TJoin join, TKey key, T row) => new(ChangeKind.Delete, keyOf(join, key), default, resultOf(row));
}
