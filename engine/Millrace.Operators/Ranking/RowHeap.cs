namespace Millrace;

/// <summary>
/// The rows of a group that are not among the first, as a binary heap whose first row is directly accessible. Its items are entries of state, so
/// adding, removing and finding a row cost the logarithm of the number of rows.
/// </summary>
/// <param name="rows">The rows by place, from 1.</param>
/// <param name="places">The places of all rows of the group; those in this heap are negative.</param>
/// <param name="order">The order of the rows.</param>
internal sealed class RowHeap<TKey, T>(MapState<long, RankRow<TKey, T>> rows, MapState<TKey, long> places, Comparison<RankRow<TKey, T>> order) where TKey : notnull
{
    /// <summary>The first row; the heap must not be empty.</summary>
    public RankRow<TKey, T> First => At(1);

    /// <param name="row">The row.</param>
    /// <param name="count">The number of rows before the addition.</param>
    public void Add(RankRow<TKey, T> row, long count) => Up(row, count + 1);

    /// <summary>Removes the row at a place, and its entry in the places.</summary>
    /// <param name="place">The place.</param>
    /// <param name="count">The number of rows before the removal.</param>
    public void RemoveAt(long place, long count)
    {
        places.Remove(At(place).Key);
        var last = At(count);
        rows.Remove(count);
        if (place == count) return;
        if (place > 1 && order(last, At(place / 2)) < 0) Up(last, place);
        else Down(last, place, count - 1);
    }

    private void Up(RankRow<TKey, T> row, long place)
    {
        for (; place > 1 && At(place / 2) is var parent && order(row, parent) < 0; place /= 2) Put(parent, place);
        Put(row, place);
    }

    private void Down(RankRow<TKey, T> row, long place, long count)
    {
        while (place * 2 <= count)
        {
            var (child, first) = (place * 2, At(place * 2));
            if (child < count && At(child + 1) is var other && order(other, first) < 0) (child, first) = (child + 1, other);
            if (order(first, row) >= 0) break;
            Put(first, place);
            place = child;
        }

        Put(row, place);
    }

    public void Replace(long place, RankRow<TKey, T> row) => rows.Put(place, row);

    public RankRow<TKey, T> At(long place) => rows.TryGet(place, out var row) ? row : throw new InvalidOperationException($"A ranking has no row at place {place}.");

    private void Put(RankRow<TKey, T> row, long place)
    {
        rows.Put(place, row);
        places.Put(row.Key, -place);
    }
}
