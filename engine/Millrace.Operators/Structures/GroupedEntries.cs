namespace Millrace;

/// <summary>
/// Items of the current key in groups. Adding, finding and removing one costs the same however many the key and the group have, and to
/// enumerate a group costs its items: those of a group are a linked list, the newest first.
/// </summary>
/// <param name="name">What the names of its states begin with.</param>
internal sealed class GroupedEntries<TGroup, TItem>(string name) : IStateGroup
    where TGroup : notnull
    where TItem : struct
{
    private readonly MapState<(TGroup Group, TItem Item), EntryLinks<TItem>> _entries = new(name);
    private readonly MapState<TGroup, TItem> _newest = new($"{name}/newest");

    public bool Contains(TGroup group, TItem item) => _entries.Contains((group, item));

    /// <summary>Whether a group has an item.</summary>
    public bool IsAny(TGroup group) => _newest.Contains(group);

    /// <summary>Adds an item, which the group must not have.</summary>
    /// <returns>Whether it is the first of its group.</returns>
    public bool Add(TGroup group, TItem item)
    {
        TItem? next = _newest.TryGet(group, out var newest) ? newest : null;
        if (next is { } older) _entries.Put((group, older), Links(group, older) with { Newer = item });
        _entries.Put((group, item), new EntryLinks<TItem>(null, next));
        _newest.Put(group, item);
        return next is null;
    }

    /// <summary>Removes an item.</summary>
    /// <returns>Whether the group had it.</returns>
    public bool Remove(TGroup group, TItem item)
    {
        if (!_entries.TryGet((group, item), out var links)) return false;
        _entries.Remove((group, item));
        if (links.Older is { } older) _entries.Put((group, older), Links(group, older) with { Newer = links.Newer });
        if (links.Newer is { } newer) _entries.Put((group, newer), Links(group, newer) with { Older = links.Older });
        else if (links.Older is { } newest) _newest.Put(group, newest);
        else _newest.Remove(group);
        return true;
    }

    /// <summary>The items of a group as they are now, the newest first.</summary>
    public List<TItem> Of(TGroup group)
    {
        var items = new List<TItem>();
        for (TItem? at = _newest.TryGet(group, out var newest) ? newest : null; at is { } item; at = Links(group, item).Older) items.Add(item);
        return items;
    }

    private EntryLinks<TItem> Links(TGroup group, TItem item) => _entries.TryGet((group, item), out var links) ? links : default;
}

/// <summary>An item's neighbors in its group.</summary>
/// <param name="Newer">The one that was added next.</param>
/// <param name="Older">The one that was added before.</param>
internal readonly record struct EntryLinks<TItem>(TItem? Newer, TItem? Older) where TItem : struct;
