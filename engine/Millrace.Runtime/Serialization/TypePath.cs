namespace Millrace.Runtime.Serialization;

/// <summary>Where a type was met: the member's path from the type that was asked for.</summary>
/// <param name="Root">The type that was asked for.</param>
/// <param name="Text">The path, beginning with that type's name.</param>
internal sealed record TypePath(Type Root, string Text)
{
    /// <summary>How a user gets around most refusals.</summary>
    public const string Advice = "use a concrete type, or give an ISerializer<T> with [Serializer] on the type or the member";

    public TypePath(Type root) : this(root, TypeNames.Of(root)) { }

    public TypePath With(string part) => this with { Text = Text + part };

    /// <param name="type">What is refused.</param>
    /// <param name="reason">The end of a sentence that begins with the path.</param>
    public UnsupportedTypeException Refuse(Type type, string reason) => new(Root, Text, type, reason);
}
