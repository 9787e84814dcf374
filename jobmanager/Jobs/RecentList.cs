namespace Millrace.JobManager;

/// <summary>The latest of something, up to a number of them. What was read stays as it is.</summary>
internal sealed class RecentList<T>(int most)
{
    private T[] _items = [];

    /// <summary>The oldest first.</summary>
    public IReadOnlyList<T> Items => _items;

    public void Add(T item) => _items = [.. _items.TakeLast(most - 1), item];
}
