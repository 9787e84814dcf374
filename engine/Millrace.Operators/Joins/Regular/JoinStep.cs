namespace Millrace;

/// <summary>A change of a row on one side, applied against all rows on the other.</summary>
internal readonly struct JoinStep<TJoin, TOwn, T, TOther, TPartner, TResultKey, TOut>(
    JoinChange<TJoin, TOwn, T> change,
    JoinSide<TJoin, TOwn, T, TResultKey, TOut> own,
    JoinSide<TJoin, TOther, TPartner, TResultKey, TOut> other,
    Func<TOwn, TOther, TResultKey> keyOf,
    Func<T?, TPartner?, TOut> resultOf)
    where TOwn : notnull
    where TOther : notnull
{
    /// <param name="canMatch">Whether the row can have partners at all: a null join value equals nothing.</param>
    /// <param name="output">Takes the changes of the results.</param>
    public void Take(bool canMatch, ICollector<Change<TResultKey, TOut>> output)
    {
        var hadRow = own.Rows.TryGet(change.Key, out var old);
        List<KeyValuePair<TOther, JoinRow<TPartner>>> partners = canMatch && (change.HasRow || hadRow) ? [.. other.Rows.Entries] : [];
        if (change.HasRow) Put(hadRow, old, partners, canMatch, output);
        else if (hadRow) Remove(old, partners, output);
    }

    private void Put(bool hadRow, JoinRow<T> old, List<KeyValuePair<TOther, JoinRow<TPartner>>> partners, bool canMatch, ICollector<Change<TResultKey, TOut>> output)
    {
        foreach (var (key, partner) in partners)
        {
            if (partner.IsPadded) output.Collect(other.Unpadded(change.Join, key, partner.Row));
            output.Collect(hadRow
                ? new(ChangeKind.Update, keyOf(change.Key, key), resultOf(change.Row, partner.Row), resultOf(old.Row, partner.Row))
                : new(ChangeKind.Insert, keyOf(change.Key, key), resultOf(change.Row, partner.Row), default));
        }

        var (wasPadded, isPadded) = (hadRow && old.IsPadded, partners.Count == 0 && own.IsOuter);
        if (isPadded) output.Collect(wasPadded ? own.Repadded(change.Join, change.Key, change.Row!, old.Row) : own.Padded(change.Join, change.Key, change.Row!));
        else if (wasPadded) output.Collect(own.Unpadded(change.Join, change.Key, old.Row));

        // A row that can have neither a partner nor a result is not kept.
        if (canMatch || isPadded) own.Rows.Put(change.Key, new JoinRow<T>(change.Row!, isPadded));
        SetPadded(partners.Where(static p => p.Value.IsPadded), isPadded: false);
    }

    private void Remove(JoinRow<T> old, List<KeyValuePair<TOther, JoinRow<TPartner>>> partners, ICollector<Change<TResultKey, TOut>> output)
    {
        if (old.IsPadded) output.Collect(own.Unpadded(change.Join, change.Key, old.Row));
        foreach (var (key, partner) in partners) output.Collect(new(ChangeKind.Delete, keyOf(change.Key, key), default, resultOf(old.Row, partner.Row)));
        own.Rows.Remove(change.Key);
        if (!other.IsOuter || partners.Count == 0 || !own.Rows.IsEmpty) return;
        foreach (var (key, partner) in partners) output.Collect(other.Padded(change.Join, key, partner.Row));
        SetPadded(partners, isPadded: true);
    }

    private void SetPadded(IEnumerable<KeyValuePair<TOther, JoinRow<TPartner>>> rows, bool isPadded)
    {
        foreach (var (key, row) in rows) other.Rows.Put(key, row with { IsPadded = isPadded });
    }
}
