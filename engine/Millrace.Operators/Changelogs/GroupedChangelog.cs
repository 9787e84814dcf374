using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The rows of a table in groups.</summary>
public sealed class GroupedChangelog<TGroup, TKey, T>
{
    private readonly DataStream<Change<TKey, T>> _changes;
    private readonly Func<T, TGroup> _groupOf;

    internal GroupedChangelog(DataStream<Change<TKey, T>> changes, Func<T, TGroup> groupOf) => (_changes, _groupOf) = (changes, groupOf);

    /// <summary>A table with a row for each group that has rows: the aggregate of these.</summary>
    public ChangelogStream<TGroup, (TGroup Group, TOut Result)> Aggregate<TAccumulator, TOut>(
        RetractableAggregateFunction<T, TAccumulator, TOut> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
    {
        var groupOf = _groupOf;
        var changes = _changes.FlatMap<GroupChange<TGroup, T>>(
            (change, output) =>
            {
                // Taking back goes first: where both are of one group, its result changes once more, and is right after both.
                if (change.HasPrevious) output.Collect(new GroupChange<TGroup, T>(groupOf(change.Previous!), change.Previous!, IsAdded: false));
                if (change.HasValue) output.Collect(new GroupChange<TGroup, T>(groupOf(change.Value!), change.Value!, IsAdded: true));
            },
            file,
            line);
        return new ChangelogStream<TGroup, (TGroup Group, TOut Result)>(changes.KeyBy(static change => change.Group, file, line)
            .Process(new GroupAggregateFunction<TGroup, T, TAccumulator, TOut>(aggregate), "group-aggregate", file, line));
    }
}

/// <summary>A row that a group has more, or less.</summary>
/// <param name="Group">The group.</param>
/// <param name="Row">The row.</param>
/// <param name="IsAdded">Whether it is added or taken back.</param>
internal readonly record struct GroupChange<TGroup, T>(TGroup Group, T Row, bool IsAdded);
