namespace Millrace;

/// <summary>Aggregates the rows of a group as they change; a group without rows has no result.</summary>
internal sealed class GroupAggregateFunction<TGroup, TKey, T, TAccumulator, TOut>(RetractableAggregateFunction<T, TAccumulator, TOut> aggregate)
    : KeyedProcessFunction<TGroup, GroupChange<TGroup, TKey, T>, Change<TGroup, (TGroup Group, TOut Result)>>
{
    private readonly ValueState<(long Rows, TAccumulator Accumulator)> _group = new("group");

    public override void Process(
        GroupChange<TGroup, TKey, T> value, KeyedProcessContext<TGroup> context, ICollector<Change<TGroup, (TGroup Group, TOut Result)>> output)
    {
        var hadRows = _group.TryGet(out var group);
        // A row that is not in the group: its addition threw, or the group has expired since.
        if (!hadRows && !value.IsAdded) return;
        var previous = hadRows ? (context.Key, aggregate.GetResult(group.Accumulator)) : default;
        if (!hadRows) group = (0, aggregate.CreateAccumulator());
        if (value.IsRemoved && hadRows) group = (group.Rows - 1, aggregate.Retract(group.Accumulator, value.Removed!));
        if (value.IsAdded) group = (group.Rows + 1, aggregate.Add(group.Accumulator, value.Added!));
        if (group.Rows <= 0)
        {
            _group.Clear();
            output.Collect(new(ChangeKind.Delete, context.Key, default, previous));
            return;
        }

        var result = (context.Key, aggregate.GetResult(group.Accumulator));
        _group.Update(group);
        output.Collect(new(hadRows ? ChangeKind.Update : ChangeKind.Insert, context.Key, result, previous));
    }
}
