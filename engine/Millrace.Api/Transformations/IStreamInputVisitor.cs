namespace Millrace.Transformations;

/// <summary>One generic method, called with the type of an edge's records.</summary>
public interface IStreamInputVisitor<out TResult>
{
    /// <summary>An edge.</summary>
    TResult Visit<T>(StreamInput<T> input);
}
