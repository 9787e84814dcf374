namespace Millrace.Stages;

/// <summary>
/// Where a record goes next within a chain. Implemented by structs, nested in each other, so that a chain of stages compiles to one
/// loop.
/// </summary>
public interface IOutput<in T>
{
    /// <summary>
    /// Takes a record. False says that there is no room for another, or that work on this one is paused: the caller keeps its place,
    /// and goes on when <see cref="Resume"/> has answered true.
    /// </summary>
    bool Push(T value, long timestamp);

    /// <summary>Goes on with paused work; true when none is left and there is room for a record.</summary>
    bool Resume();
}
