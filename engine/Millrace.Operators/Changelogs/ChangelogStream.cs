using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// A table as a stream of its changes, for a result that changes, such as an average or a top ten. The changes of a key arrive in the order in which
/// they happened, each with the previous row, so that results derived from that row can be retracted. Written as upserts by key, it is a table that
/// is always up to date; <see cref="Materialize"/> emits the final rows of a bounded input.
/// </summary>
public sealed class ChangelogStream<TKey, T>
{
    private readonly OperatorStream<Change<TKey, T>> _changes;

    internal ChangelogStream(OperatorStream<Change<TKey, T>> changes) => _changes = changes;

    /// <summary>The changes, as records.</summary>
    public OperatorStream<Change<TKey, T>> Changes => _changes;

    /// <summary>Sets the id by which a checkpoint identifies the state of the operator that produces the changes.</summary>
    public ChangelogStream<TKey, T> Uid(string uid)
    {
        _changes.Uid(uid);
        return this;
    }

    /// <summary>Sets the display name of the operator that produces the changes.</summary>
    public ChangelogStream<TKey, T> Name(string name)
    {
        _changes.Name(name);
        return this;
    }

    /// <summary>
    /// Sets what happens to a record for which the operator that produces the changes throws; by default the job fails. A skipped record has changed
    /// nothing. If it is itself a change of a table, as in joins and aggregates of tables, that change is missing from the result.
    /// </summary>
    public ChangelogStream<TKey, T> OnError(ErrorHandling handling)
    {
        _changes.OnError(handling);
        return this;
    }

    /// <summary>
    /// Sends a record for which the operator that produces the changes throws to a side output of <see cref="Changes"/> instead of failing the job.
    /// </summary>
    /// <typeparam name="TIn">The type of the input records.</typeparam>
    /// <exception cref="InvalidJobException">The operator has no input with records of this type.</exception>
    public ChangelogStream<TKey, T> OnError<TIn>(OutputTag<FailedRecord<TIn>> tag)
    {
        _changes.OnError(tag);
        return this;
    }

    /// <summary>Projects each row of the table; the keys stay the same.</summary>
    public ChangelogStream<TKey, TOut> Select<TOut>(Func<T, TOut> select, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(_changes.Map(
            change => new Change<TKey, TOut>(
                change.Kind,
                change.Key,
                change.HasValue ? select(change.Value) : default,
                change.HasPrevious ? select(change.Previous) : default),
            file,
            line));

    /// <summary>
    /// Keeps the rows for which <paramref name="predicate"/> returns true: a row that starts to match is inserted, one that no longer matches is
    /// deleted.
    /// </summary>
    public ChangelogStream<TKey, T> Where(Func<T, bool> predicate, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(_changes.FlatMap<Change<TKey, T>>(
            (change, output) =>
            {
                var was = change.HasPrevious && predicate(change.Previous);
                var isNow = change.HasValue && predicate(change.Value);
                if (!was && !isNow) return;
                var kind = !was ? ChangeKind.Insert : isNow ? ChangeKind.Update : ChangeKind.Delete;
                output.Collect(new Change<TKey, T>(kind, change.Key, isNow ? change.Value : default, was ? change.Previous : default));
            },
            file,
            line));

    /// <summary>Groups the rows, for aggregates that follow the table's changes.</summary>
    public GroupedChangelog<TGroup, TKey, T> GroupBy<TGroup>(Func<T, TGroup> groupOf) => new(_changes, groupOf);

    /// <summary>
    /// Writes the table to <paramref name="sink"/> as it changes: the rows of a key in order, each as a whole, so that a sink that writes a row
    /// twice after a failure still ends up with the same table.
    /// </summary>
    public StreamSink UpsertTo(ISink<Upsert<TKey, T>> sink, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => _changes
        .Map(static change => new Upsert<TKey, T>(change.Key, change.HasValue, change.Value), file, line)
        .KeyBy(static upsert => upsert.Key, file, line)
        .SinkTo(sink, file, line);

    /// <summary>Emits each remaining row once when a bounded input has ended. An unbounded input emits none.</summary>
    public OperatorStream<(TKey Key, T Row)> Materialize([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _changes.KeyBy(static change => change.Key, file, line).Process(new MaterializeFunction<TKey, T>(), "materialize", file, line);
}
