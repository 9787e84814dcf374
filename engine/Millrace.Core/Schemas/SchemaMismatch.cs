namespace Millrace.Core.Schemas;

/// <summary>A reason why data of one schema cannot be read under another.</summary>
/// <param name="Path">The member, from the outermost type, such as <c>Order.Lines[].Price</c>.</param>
/// <param name="Written">The type in the data.</param>
/// <param name="Current">The current type.</param>
/// <param name="Message">What is wrong and how to fix it, in words for the user.</param>
public sealed record SchemaMismatch(string Path, Schema Written, Schema Current, string Message)
{
    /// <summary>Whether the member may have been renamed and only needs to be marked so.</summary>
    public bool IsRename { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Message;
}
