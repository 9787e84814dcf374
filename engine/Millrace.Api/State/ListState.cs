namespace Millrace;

/// <summary>
/// A list per key, in the order of addition. Each element is stored by itself, so adding one costs the same however long the list is; to
/// enumerate it costs its length.
/// </summary>
/// <example><code>
/// private readonly ListState&lt;Bid&gt; _bids = new("bids");
/// _bids.Add(bid);
/// </code></example>
public sealed class ListState<T>(string name) : KeyedStateDeclaration(name)
{
    private readonly Length _length = new(name);
    private IMapState<long, T>? _elements;

    /// <inheritdoc/>
    public override string Kind => "list";

    /// <summary>How many elements the current key's list has.</summary>
    public long Count => _length.Storage.TryGet(out var length) ? length : 0;

    /// <summary>The elements of the current key in the order of addition, as they are now: changing the list does not disturb it.</summary>
    public IEnumerable<T> Entries => Elements.Entries().Select(static element => element.Value);

    private IMapState<long, T> Elements => _elements ?? throw NotBound();

    /// <summary>Adds an element at the end of the current key's list.</summary>
    public void Add(T element)
    {
        var length = Count;
        Elements.Put(length, element);
        _length.Storage.Update(length + 1);
    }

    /// <summary>Adds elements, in their order, at the end of the current key's list.</summary>
    public void AddRange(IEnumerable<T> elements)
    {
        var (before, length) = (Count, Count);
        foreach (var element in elements) Elements.Put(length++, element);
        if (length > before) _length.Storage.Update(length);
    }

    /// <summary>Replaces the current key's list.</summary>
    public void Update(IEnumerable<T> elements)
    {
        // They may be made of the list itself.
        List<T> all = [.. elements];
        Clear();
        AddRange(all);
    }

    /// <summary>Removes all elements of the current key.</summary>
    public void Clear()
    {
        Elements.Clear();
        _length.Storage.Clear();
    }

    /// <inheritdoc/>
    public override void Bind(IStateBinder binder)
    {
        RefuseIfBound(_elements);
        _length.Bind(binder);
        _elements = binder.BindMap<long, T>(this);
    }

    /// <summary>The length of each key's list, which is the place of its next element.</summary>
    private sealed class Length(string list) : KeyedStateDeclaration($"{list}/length")
    {
        private IValueState<long>? _storage;

        public override string Kind => "list-length";

        public IValueState<long> Storage => _storage ?? throw NotBound();

        public override void Bind(IStateBinder binder) => _storage = binder.BindValue<long>(this);
    }
}
