namespace Millrace;

/// <summary>Removes records from a window when it fires, by their number or time alone. See <see cref="Evictor{T}"/>.</summary>
public abstract class Evictor
{
    private protected Evictor() { }

    /// <summary>Returns the evictor for records of a type.</summary>
    public abstract Evictor<T> For<T>();
}
