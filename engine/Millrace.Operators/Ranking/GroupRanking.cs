using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>Top-N of the groups of a changing table.</summary>
public static class GroupRanking
{
    /// <summary>
    /// Returns a table of each group's first <paramref name="n"/> rows in an order, with a row for each rank from 1, which follows the changes of
    /// the rows: if a row is deleted or moves down, the next one takes its place. All rows are therefore kept.
    /// </summary>
    /// <param name="groups">The grouped rows.</param>
    /// <param name="n">The number of ranks, at least 1.</param>
    /// <param name="order">Compares two rows; the lesser one ranks first. Equal rows rank in arrival order.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException"><paramref name="n"/> is less than 1.</exception>
    /// <example><code>
    /// orders.KeyBy(o => o.Id).KeepLast().GroupBy(o => o.Customer).TopN(10, (a, b) => b.Amount.CompareTo(a.Amount))
    /// </code></example>
    public static ChangelogStream<(TGroup Group, int Rank), T> TopN<TGroup, TKey, T>(
        this GroupedChangelog<TGroup, TKey, T> groups, int n, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TKey : notnull =>
        n >= 1
            ? new(groups.Changes(file, line).Process(new TableTopNFunction<TGroup, TKey, T, T>(n, order, withTies: false, static ranked => ranked.Row), "table-top-n", file, line))
            : throw KeyedRanking.NoRanks(n, file, line);

    /// <summary>
    /// Returns a table of each group's rows in the first <paramref name="n"/> ranks in an order, where equal rows share a rank, like RANK in SQL,
    /// with a row for each place from 1.
    /// </summary>
    /// <param name="groups">The grouped rows.</param>
    /// <param name="n">The number of ranks, at least 1.</param>
    /// <param name="order">Compares two rows; the lesser one ranks first. Rows that compare as 0 share a rank.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException"><paramref name="n"/> is less than 1.</exception>
    public static ChangelogStream<(TGroup Group, int Place), Ranked<T>> TopNWithTies<TGroup, TKey, T>(
        this GroupedChangelog<TGroup, TKey, T> groups, int n, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TKey : notnull =>
        n >= 1
            ? new(groups.Changes(file, line).Process(new TableTopNFunction<TGroup, TKey, T, Ranked<T>>(n, order, withTies: true, static ranked => ranked), "table-top-n", file, line))
            : throw KeyedRanking.NoRanks(n, file, line);
}
