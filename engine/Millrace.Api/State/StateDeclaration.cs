namespace Millrace;

/// <summary>
/// State declared in a field, so that the job graph names it before the job runs. Only the state's methods change it: modifying a value in place,
/// without calling them, has no effect.
/// </summary>
public abstract class StateDeclaration
{
    private protected StateDeclaration(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name[0] == '_') throw new ArgumentException($"The state name '{name}' begins with an underscore; such names are reserved for the engine.", nameof(name));
        Name = name;
    }

    /// <summary>The name, unique within its operator; a checkpoint identifies the state by it.</summary>
    public string Name { get; }

    /// <summary>The kind as one word, such as <c>value</c>; a state cannot be restored as another kind.</summary>
    public abstract string Kind { get; }

    /// <summary>Whether it has storage, because its function is, or was, part of a running task.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Records whether there is storage, and returns it.</summary>
    private protected TStorage Bound<TStorage>(TStorage storage)
    {
        IsBound = storage is not null;
        return storage;
    }

    /// <summary>Refuses a second binding: a function object shared by two subtasks would silently mix their state.</summary>
    private protected void RefuseIfBound(object? storage)
    {
        if (storage is not null)
        {
            throw new InvalidJobException(
                $"State '{Name}' is used by two subtasks, because its function was created once and reused. Create the function, with its state, inside Define.");
        }
    }

    private protected InvalidJobException NotBound() => new(
        $"State '{Name}' was used outside Open, Process and OnTimer, or is not an instance field of its function.");
}
