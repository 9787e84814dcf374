namespace Millrace.JobManager.Jobs;

/// <summary>The latest items, up to a maximum number. A list that was read does not change.</summary>
internal sealed class RecentList<T>(int most)
{
    private T[] _items = [];

    /// <summary>The items, oldest first.</summary>
    public IReadOnlyList<T> Items => _items;

    public void Add(T item) => _items = [.. _items.TakeLast(most - 1), item];

    /// <summary>Replaces the items that match.</summary>
    public void Replace(Func<T, bool> matches, Func<T, T> replacement) => _items = [.. _items.Select(i => matches(i) ? replacement(i) : i)];
}
