namespace Millrace;

/// <summary>
/// A list per key, in the order of addition. Each element is stored separately, so adding one has the same cost however long the list is;
/// enumerating it costs time proportional to its length.
/// </summary>
/// <example><code>
/// private readonly ListState&lt;Order> _orders = new("orders");
///
/// public override void Process(Order value, KeyedProcessContext&lt;string> context, ICollector&lt;Order> output) => _orders.Add(value);
/// </code></example>
/// <param name="name">The name, unique within its operator.</param>
/// <param name="ttl">How long an element lives; null is <see cref="Ttl.Never"/>.</param>
public sealed class ListState<T>(string name, Ttl? ttl = null) : KeyedStateDeclaration(name, ttl)
{
    private readonly Length _length = new(name, ttl);
    private IMapState<long, T>? _elements;

    /// <inheritdoc/>
    public override string Kind => "list";

    /// <summary>
    /// The number of elements in the current key's list. With a time-to-live, counting those that have not expired enumerates the list.
    /// </summary>
    public long Count => Ttl == Ttl.Never ? End : Entries.Count();

    /// <summary>
    /// The elements of the current key in the order of addition, as of this call; changing the list does not affect the enumeration.
    /// </summary>
    public IEnumerable<T> Entries
    {
        get
        {
            var elements = Elements.Entries();
            // The index of the next element must live as long as the last element.
            if (Ttl.IsExtendedByReads) _length.Storage.TryGet(out _);
            return elements.Select(static element => element.Value);
        }
    }

    private long End => TryGetLive(_length.Storage, out var length) ? length : 0;

    private IMapState<long, T> Elements => _elements ?? throw NotBound();

    /// <summary>Adds an element at the end of the current key's list.</summary>
    public void Add(T element)
    {
        var end = BeginAdding();
        Elements.Put(end, element);
        _length.Storage.Update(end + 1);
    }

    /// <summary>Adds elements, in order, at the end of the current key's list.</summary>
    public void AddRange(IEnumerable<T> elements)
    {
        var begin = BeginAdding();
        var end = begin;
        foreach (var element in elements) Elements.Put(end++, element);
        if (end > begin) _length.Storage.Update(end);
    }

    /// <summary>Returns the index of the next element. If that has expired, so have all elements; those not yet cleaned up are removed.</summary>
    private long BeginAdding()
    {
        var end = End;
        if (end == 0) Elements.Clear();
        return end;
    }

    /// <summary>Replaces the current key's list.</summary>
    public void Update(IEnumerable<T> elements)
    {
        // The elements may be derived from the list itself.
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
        _elements = BindMap<long, T>(binder);
    }

    /// <summary>The length of each key's list, which is the index of its next element.</summary>
    private sealed class Length(string list, Ttl? ttl) : KeyedStateDeclaration($"{list}/length", ttl)
    {
        private IValueState<long>? _storage;

        public override string Kind => "list-length";

        public IValueState<long> Storage => _storage ?? throw NotBound();

        public override void Bind(IStateBinder binder) => _storage = BindValue<long>(binder);
    }
}
