namespace Millrace;

/// <summary>
/// Emits a row's change for its groups: one change if it stays in its group, otherwise one for the group that it leaves, then one for its new group.
/// </summary>
internal sealed class GroupChangeFunction<TGroup, TKey, T>(Func<T, TGroup> groupOf) : ProcessFunction<Change<TKey, T>, GroupChange<TGroup, TKey, T>>
{
    private IKeyEquality _keys = null!;

    public override void Open(FunctionContext context) => _keys = context.Keys;

    public override void Process(Change<TKey, T> value, ProcessContext context, ICollector<GroupChange<TGroup, TKey, T>> output)
    {
        var (was, isNow) = (value.HasPrevious ? groupOf(value.Previous!) : default!, value.HasValue ? groupOf(value.Value!) : default!);
        if (value is { HasPrevious: true, HasValue: true } && _keys.AreEqual(was, isNow))
        {
            output.Collect(new(isNow, value.Key, IsRemoved: true, value.Previous, IsAdded: true, value.Value));
            return;
        }

        if (value.HasPrevious) output.Collect(new(was, value.Key, IsRemoved: true, value.Previous, IsAdded: false, default));
        if (value.HasValue) output.Collect(new(isNow, value.Key, IsRemoved: false, default, IsAdded: true, value.Value));
    }
}
