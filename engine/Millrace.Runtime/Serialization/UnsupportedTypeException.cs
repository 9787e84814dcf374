namespace Millrace.Runtime.Serialization;

/// <summary>A type cannot be kept in state or sent; thrown when a job is planned, and names the path of the member.</summary>
public sealed class UnsupportedTypeException : Exception
{
    /// <param name="root">The requested type.</param>
    /// <param name="path">The member's path, starting with that type.</param>
    /// <param name="type">The type that is not supported.</param>
    /// <param name="reason">What is wrong with it, and what to do: the end of a sentence that starts with the path.</param>
    internal UnsupportedTypeException(Type root, string path, Type type, string reason)
        : base($"Type {TypeNames.Of(root)} cannot be kept in state or sent: {(path == TypeNames.Of(root) ? "it" : path)} {reason}.")
    {
        Path = path;
        Type = type;
    }

    /// <summary>The member's path, such as <c>Order.Lines[].Payload</c>.</summary>
    public string Path { get; }

    /// <summary>The type that is not supported.</summary>
    public Type Type { get; }
}
