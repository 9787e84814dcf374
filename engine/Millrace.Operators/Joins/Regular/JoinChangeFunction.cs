namespace Millrace;

/// <summary>
/// Assigns a table's changes to their join values; a row whose join value changes is removed from the old one before it is added to the new one.
/// Whether it has changed is decided by the value's bytes, which also identify the row in state.
/// </summary>
internal sealed class JoinChangeFunction<TJoin, TKey, T>(Func<T, TJoin> joinOf) : ProcessFunction<Change<TKey, T>, JoinChange<TJoin, TKey, T>>
{
    private IKeyEquality _keys = null!;

    public override void Open(FunctionContext context) => _keys = context.Keys;

    public override void Process(Change<TKey, T> value, ProcessContext context, ICollector<JoinChange<TJoin, TKey, T>> output)
    {
        var (was, isNow) = (value.HasPrevious ? joinOf(value.Previous!) : default, value.HasValue ? joinOf(value.Value!) : default);
        if (value.HasPrevious && !(value.HasValue && _keys.AreEqual(was, isNow))) output.Collect(new(was!, value.Key, HasRow: false, default));
        if (value.HasValue) output.Collect(new(isNow!, value.Key, HasRow: true, value.Value));
    }
}
