namespace Millrace;

/// <summary>
/// State that is declared as a field, so that the job graph names it before the job runs. Only the methods of the state change it: a
/// value changed in place without them was never changed.
/// </summary>
public abstract class StateDeclaration
{
    private protected StateDeclaration(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name[0] == '_') throw new ArgumentException($"The state name '{name}' begins with an underscore; such names are the engine's.", nameof(name));
        Name = name;
    }

    /// <summary>The name, unique within its operator; a checkpoint finds the state by it.</summary>
    public string Name { get; }

    /// <summary>The kind in one word, such as <c>value</c>; a state of another kind does not go on from its checkpoint.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it has storage: its function is, or was, part of a running task.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Notes whether there is storage, and gives it on.</summary>
    private protected TStorage Bound<TStorage>(TStorage storage)
    {
        IsBound = storage is not null;
        return storage;
    }

    /// <summary>A function object of two subtasks would mix their state, silently.</summary>
    private protected void RefuseIfBound(object? storage)
    {
        if (storage is not null)
        {
            throw new InvalidJobException(
                $"State '{Name}' is used by two subtasks, because its function was made once and kept. Make the function, with its state, anew within Define.");
        }
    }

    private protected InvalidJobException NotBound() => new(
        $"State '{Name}' was used outside Open, Process and OnTimer, or is not an instance field of its function.");
}
