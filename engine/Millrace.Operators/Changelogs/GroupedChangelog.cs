using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>The grouped rows of a table.</summary>
public sealed class GroupedChangelog<TGroup, TKey, T>
{
    private readonly DataStream<Change<TKey, T>> _changes;
    private readonly Func<T, TGroup> _groupOf;

    internal GroupedChangelog(DataStream<Change<TKey, T>> changes, Func<T, TGroup> groupOf) => (_changes, _groupOf) = (changes, groupOf);

    /// <summary>Returns a table with one row for each non-empty group: the aggregate of its rows.</summary>
    public ChangelogStream<TGroup, (TGroup Group, TOut Result)> Aggregate<TAccumulator, TOut>(
        RetractableAggregateFunction<T, TAccumulator, TOut> aggregate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(Changes(file, line).Process(new GroupAggregateFunction<TGroup, TKey, T, TAccumulator, TOut>(aggregate), "group-aggregate", file, line));

    internal KeyedStream<TGroup, GroupChange<TGroup, TKey, T>> Changes(string file, int line) => _changes
        .Process(new GroupChangeFunction<TGroup, TKey, T>(_groupOf), "flat-map", file, line)
        .KeyBy(static change => change.Group, file, line);
}
