namespace Millrace;

/// <summary>
/// Says where the changes of a table are to be joined; a row that moves is gone at its old place before it comes to its new one. Whether
/// it moves the bytes of what it is equal by say, by which it is found there.
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
