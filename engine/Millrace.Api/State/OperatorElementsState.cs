namespace Millrace;

/// <summary>A list that belongs to one subtask. Each checkpoint writes the whole list, so keep it small.</summary>
public abstract class OperatorElementsState<T> : OperatorStateDeclaration
{
    private protected OperatorElementsState(string name) : base(name) { }

    private protected IOperatorListState<T>? Storage { get; set; }

    private IOperatorListState<T> Bound => Storage ?? throw NotBound();

    /// <summary>The number of elements.</summary>
    public int Count => Bound.Count;

    /// <summary>The elements in the order in which they were added, as of the start of the enumeration.</summary>
    public IEnumerable<T> Entries => Bound.Entries();

    /// <summary>Appends an element.</summary>
    public void Add(T element) => Bound.Add(element);

    /// <summary>Appends elements.</summary>
    public void AddRange(IEnumerable<T> elements)
    {
        foreach (var element in elements) Bound.Add(element);
    }

    /// <summary>Replaces all elements.</summary>
    public void Update(IEnumerable<T> elements)
    {
        // The new elements may be derived from the old ones.
        T[] all = [.. elements];
        Bound.Clear();
        AddRange(all);
    }

    /// <summary>Removes all elements.</summary>
    public void Clear() => Bound.Clear();
}
