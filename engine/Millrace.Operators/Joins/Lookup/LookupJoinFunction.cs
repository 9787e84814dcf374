namespace Millrace;

/// <summary>Keeps a table in every subtask, and looks up each record's row in it.</summary>
internal sealed class LookupJoinFunction<T, TKey, TRow, TOut>(Func<T, TKey> keyOf, Func<T, TRow?, TOut> resultOf, bool keepsUnmatched)
    : BroadcastProcessFunction<T, Change<TKey, TRow>, TOut>
    where TKey : notnull
{
    private readonly BroadcastState<TKey, TRow> _table = new("table");

    public override void Process(T value, ProcessContext context, ICollector<TOut> output)
    {
        if (_table.TryGet(keyOf(value), out var row)) output.Collect(resultOf(value, row));
        else if (keepsUnmatched) output.Collect(resultOf(value, default));
    }

    public override void ProcessBroadcast(Change<TKey, TRow> value, ProcessContext context, ICollector<TOut> output)
    {
        if (value.HasValue) _table.Put(value.Key, value.Value);
        else _table.Remove(value.Key);
    }
}
