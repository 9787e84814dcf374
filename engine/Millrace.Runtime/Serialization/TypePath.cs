namespace Millrace.Runtime.Serialization;

/// <summary>The place where a type occurs: the member's path from the requested type.</summary>
/// <param name="Root">The requested type.</param>
/// <param name="Text">The path, starting with that type's name.</param>
internal sealed record TypePath(Type Root, string Text)
{
    /// <summary>How a user can resolve most refusals.</summary>
    public const string Advice = "use a concrete type, or give an ISerializer<T> with [Serializer] on the type or the member";

    public TypePath(Type root) : this(root, TypeNames.Of(root)) { }

    public TypePath With(string part) => this with { Text = Text + part };

    /// <param name="type">The refused type.</param>
    /// <param name="reason">The end of a sentence that starts with the path.</param>
    public UnsupportedTypeException Refuse(Type type, string reason) => new(Root, Text, type, reason);
}
