namespace Millrace;

/// <summary>The storage of one subtask's list.</summary>
public interface IOperatorListState<T>
{
    /// <summary>The number of elements.</summary>
    int Count { get; }

    /// <summary>Appends an element.</summary>
    void Add(T element);

    /// <summary>Removes all elements.</summary>
    void Clear();

    /// <summary>Returns the elements in the order in which they were added, as of the start of the enumeration.</summary>
    IEnumerable<T> Entries();
}
