namespace Millrace.Stages;

/// <summary>Where a record goes next within a chain. Implemented by nested structs, so that a chain of stages compiles to a single loop.</summary>
public interface IOutput<in T>
{
    /// <summary>
    /// Takes a record. Returns false if there is no room for another one or if work on this one is paused: the caller keeps its position and
    /// continues once <see cref="Resume"/> has returned true.
    /// </summary>
    bool Push(T value, long timestamp);

    /// <summary>Resumes paused work; returns true when none is left and there is room for a record.</summary>
    bool Resume();
}
