using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>
/// A table as the stream of its changes: a result that changes, such as an average or a top ten. The changes of a key come in the order in
/// which they happened, each with the row before, so that what was made of that row can be taken back. Written as upserts, by key, it is a
/// table that is always up to date; <see cref="Materialize"/> gives the last rows of a bounded input.
/// </summary>
public sealed class ChangelogStream<TKey, T>
{
    private readonly OperatorStream<Change<TKey, T>> _changes;

    internal ChangelogStream(OperatorStream<Change<TKey, T>> changes) => _changes = changes;

    /// <summary>The changes as records.</summary>
    public OperatorStream<Change<TKey, T>> Changes => _changes;

    /// <summary>Gives the operator that makes the changes the id by which a checkpoint finds its state.</summary>
    public ChangelogStream<TKey, T> Uid(string uid)
    {
        _changes.Uid(uid);
        return this;
    }

    /// <summary>Gives the operator that makes the changes a name for people.</summary>
    public ChangelogStream<TKey, T> Name(string name)
    {
        _changes.Name(name);
        return this;
    }

    /// <summary>
    /// Says what becomes of a record with which the operator that makes the changes throws; without it the job fails. A record that is left
    /// out has changed nothing. Where it is itself a change of a table, as in joins and aggregates of tables, this table then lacks it.
    /// </summary>
    public ChangelogStream<TKey, T> OnError(ErrorHandling handling)
    {
        _changes.OnError(handling);
        return this;
    }

    /// <summary>Sends a record with which the operator that makes the changes throws to a side output of <see cref="Changes"/> instead of failing the job.</summary>
    /// <typeparam name="TIn">The type of the records that come in.</typeparam>
    /// <exception cref="InvalidJobException">The operator has no input of such records.</exception>
    public ChangelogStream<TKey, T> OnError<TIn>(OutputTag<FailedRecord<TIn>> tag)
    {
        _changes.OnError(tag);
        return this;
    }

    /// <summary>The table's rows with another content, key by key.</summary>
    public ChangelogStream<TKey, TOut> Select<TOut>(Func<T, TOut> select, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        new(_changes.Map(
            change => new Change<TKey, TOut>(
                change.Kind,
                change.Key,
                change.HasValue ? select(change.Value) : default,
                change.HasPrevious ? select(change.Previous) : default),
            file,
            line));

    /// <summary>The rows for which <paramref name="predicate"/> is true: one that becomes so is inserted, one that no longer is so is deleted.</summary>
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

    /// <summary>The rows in groups, for aggregates that follow the table's changes.</summary>
    public GroupedChangelog<TGroup, TKey, T> GroupBy<TGroup>(Func<T, TGroup> groupOf) => new(_changes, groupOf);

    /// <summary>
    /// Writes the table to <paramref name="sink"/>, as it changes: the rows of a key in the order in which they follow each other, and each
    /// as a whole, so that a sink which writes one twice after a crash has the same table in the end.
    /// </summary>
    public StreamSink UpsertTo(ISink<Upsert<TKey, T>> sink, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) => _changes
        .Map(static change => new Upsert<TKey, T>(change.Key, change.HasValue, change.Value), file, line)
        .KeyBy(static upsert => upsert.Key, file, line)
        .SinkTo(sink, file, line);

    /// <summary>The rows that are left when a bounded input has ended, each once. Of an input that does not end there are none.</summary>
    public OperatorStream<(TKey Key, T Row)> Materialize([CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>
        _changes.KeyBy(static change => change.Key, file, line).Process(new MaterializeFunction<TKey, T>(), "materialize", file, line);
}
