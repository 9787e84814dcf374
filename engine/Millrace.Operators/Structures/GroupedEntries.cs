namespace Millrace;

/// <summary>
/// The current key's items in groups. Adding, finding and removing an item cost the same however many the key and the group have; enumerating a
/// group costs time proportional to its size. The items of a group are a linked list in the order of addition.
/// </summary>
/// <param name="name">The prefix of its state names.</param>
internal sealed class GroupedEntries<TGroup, TItem>(string name) : IStateGroup
    where TGroup : notnull
    where TItem : notnull
{
    private readonly MapState<(TGroup Group, TItem Item), EntryLinks<TItem>> _entries = new(name);
    private readonly MapState<TGroup, TItem> _newest = new($"{name}/newest");

    public bool Contains(TGroup group, TItem item) => _entries.Contains((group, item));

    /// <summary>Whether a group has any items.</summary>
    public bool IsAny(TGroup group) => _newest.Contains(group);

    /// <summary>Adds an item that is not in the group yet.</summary>
    /// <returns>Whether it is the group's first item.</returns>
    public bool Add(TGroup group, TItem item)
    {
        var isFirst = !_newest.TryGet(group, out var older);
        if (!isFirst) _entries.Put((group, older!), Links(group, older!) with { HasNewer = true, Newer = item });
        _entries.Put((group, item), new EntryLinks<TItem>(false, default, !isFirst, older));
        _newest.Put(group, item);
        return isFirst;
    }

    /// <summary>Removes an item.</summary>
    /// <returns>Whether the group contained it.</returns>
    public bool Remove(TGroup group, TItem item)
    {
        if (!_entries.TryGet((group, item), out var links)) return false;
        _entries.Remove((group, item));
        if (links.HasOlder) _entries.Put((group, links.Older!), Links(group, links.Older!) with { HasNewer = links.HasNewer, Newer = links.Newer });
        if (links.HasNewer) _entries.Put((group, links.Newer!), Links(group, links.Newer!) with { HasOlder = links.HasOlder, Older = links.Older });
        else if (links.HasOlder) _newest.Put(group, links.Older!);
        else _newest.Remove(group);
        return true;
    }

    /// <summary>Returns the items of a group, as of this call.</summary>
    public List<TItem> Of(TGroup group)
    {
        var items = new List<TItem>();
        for (var isThere = _newest.TryGet(group, out var item); isThere;)
        {
            items.Add(item!);
            var links = Links(group, item!);
            (isThere, item) = (links.HasOlder, links.Older);
        }

        items.Reverse();
        return items;
    }

    private EntryLinks<TItem> Links(TGroup group, TItem item) => _entries.TryGet((group, item), out var links) ? links : default;
}

/// <summary>An item's neighbors in its group.</summary>
/// <param name="HasNewer">Whether an item was added after it.</param>
/// <param name="Newer">The item added next after it.</param>
/// <param name="HasOlder">Whether an item was added before it.</param>
/// <param name="Older">The item added last before it.</param>
internal readonly record struct EntryLinks<TItem>(bool HasNewer, TItem? Newer, bool HasOlder, TItem? Older);
