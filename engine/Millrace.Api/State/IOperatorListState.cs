namespace Millrace;

/// <summary>The storage of a list of one subtask.</summary>
public interface IOperatorListState<T>
{
    /// <summary>How many elements there are.</summary>
    int Count { get; }

    /// <summary>Appends an element.</summary>
    void Add(T element);

    /// <summary>Removes all elements.</summary>
    void Clear();

    /// <summary>The elements in the order in which they were added, as they are when the enumeration starts.</summary>
    IEnumerable<T> Entries();
}
