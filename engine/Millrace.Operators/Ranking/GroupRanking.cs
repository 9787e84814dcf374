using System.Runtime.CompilerServices;

namespace Millrace;

/// <summary>First rows of the groups of a table that changes.</summary>
public static class GroupRanking
{
    /// <summary>
    /// A table of each group's first <paramref name="n"/> rows in an order, a row for each rank from 1, which follows the changes of the rows: where one
    /// is deleted or gets worse, the next one takes its place. So all rows are kept.
    /// </summary>
    /// <param name="groups">The rows in groups.</param>
    /// <param name="n">How many ranks, 1 or more.</param>
    /// <param name="order">Which of two rows is first; of equal ones it is the one that came first.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There are no ranks.</exception>
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
    /// A table of each group's rows of the first <paramref name="n"/> ranks in an order, where equal ones share a rank, as by RANK in SQL: a row
    /// for each place from 1.
    /// </summary>
    /// <param name="groups">The rows in groups.</param>
    /// <param name="n">How many ranks, 1 or more.</param>
    /// <param name="order">Which of two rows is first; 0 where they share a rank.</param>
    /// <param name="file">Filled in by the compiler.</param>
    /// <param name="line">Filled in by the compiler.</param>
    /// <exception cref="InvalidJobException">There are no ranks.</exception>
    public static ChangelogStream<(TGroup Group, int Place), Ranked<T>> TopNWithTies<TGroup, TKey, T>(
        this GroupedChangelog<TGroup, TKey, T> groups, int n, Comparison<T> order, [CallerFilePath] string file = "", [CallerLineNumber] int line = 0)
        where TKey : notnull =>
        n >= 1
            ? new(groups.Changes(file, line).Process(new TableTopNFunction<TGroup, TKey, T, Ranked<T>>(n, order, withTies: true, static ranked => ranked), "table-top-n", file, line))
            : throw KeyedRanking.NoRanks(n, file, line);
}
