namespace Millrace.Transformations;

/// <summary>A visitor whose generic method is called with the record type of an edge.</summary>
public interface IStreamInputVisitor<out TResult>
{
    /// <summary>Visits an edge.</summary>
    TResult Visit<T>(StreamInput<T> input);
}
