using Millrace;

namespace Nexmark.Queries;

/// <summary>Joins records with the single row of their key, which may come after them: they wait for it.</summary>
internal sealed class RowJoinFunction<TKey, TRow, T, TOut>(Func<TRow, T, TOut> resultOf) : KeyedCoProcessFunction<TKey, TRow, T, TOut>
{
    private readonly ValueState<TRow> _row = new("row");
    private readonly MapState<long, T> _waiting = new("waiting");
    private readonly ValueState<long> _number = new("number");

    public override void Process1(TRow value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        _row.Update(value);
        foreach (var record in _waiting.Values) output.Collect(resultOf(value, record));
        _waiting.Clear();
        _number.Clear();
    }

    public override void Process2(T value, KeyedProcessContext<TKey> context, ICollector<TOut> output)
    {
        if (_row.TryGet(out var row))
        {
            output.Collect(resultOf(row, value));
            return;
        }

        var number = _number.Value;
        _waiting.Put(number, value);
        _number.Update(number + 1);
    }
}
