namespace Millrace;

/// <summary>Follows the rows of a group with an aggregate; a group without rows has no result.</summary>
internal sealed class GroupAggregateFunction<TGroup, T, TAccumulator, TOut>(RetractableAggregateFunction<T, TAccumulator, TOut> aggregate)
    : KeyedProcessFunction<TGroup, GroupChange<TGroup, T>, Change<TGroup, (TGroup Group, TOut Result)>>
{
    private readonly ValueState<(long Rows, TAccumulator Accumulator)> _group = new("group");

    public override void Process(
        GroupChange<TGroup, T> value, KeyedProcessContext<TGroup> context, ICollector<Change<TGroup, (TGroup Group, TOut Result)>> output)
    {
        var hadRows = _group.TryGet(out var group);
        var previous = hadRows ? (context.Key, aggregate.GetResult(group.Accumulator)) : default;
        if (!hadRows) group = (0, aggregate.CreateAccumulator());
        group = value.IsAdded
            ? (group.Rows + 1, aggregate.Add(group.Accumulator, value.Row))
            : (group.Rows - 1, aggregate.Retract(group.Accumulator, value.Row));
        if (group.Rows == 0)
        {
            _group.Clear();
            if (hadRows) output.Collect(new(ChangeKind.Delete, context.Key, default, previous));
            return;
        }

        _group.Update(group);
        var result = (context.Key, aggregate.GetResult(group.Accumulator));
        output.Collect(new(hadRows ? ChangeKind.Update : ChangeKind.Insert, context.Key, result, previous));
    }
}
