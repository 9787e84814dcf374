namespace Millrace;

/// <summary>Says which records leave a window when it fires, by their number or time alone. See <see cref="Evictor{T}"/>.</summary>
public abstract class Evictor
{
    private protected Evictor() { }

    /// <summary>The evictor for records of a type.</summary>
    public abstract Evictor<T> For<T>();
}
