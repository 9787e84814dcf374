namespace Millrace.Core.Schemas;

/// <summary>The shapes of serialized data.</summary>
public enum SchemaKind
{
    /// <summary>A number, text, time or other value without parts; the name identifies it.</summary>
    Primitive,

    /// <summary>A value that may be absent.</summary>
    Nullable,

    /// <summary>Elements in order.</summary>
    List,

    /// <summary>Distinct elements.</summary>
    Set,

    /// <summary>Values by key.</summary>
    Map,

    /// <summary>Members, written in the order of the schema.</summary>
    Object,

    /// <summary>Named constants of an integer type.</summary>
    Enum,

    /// <summary>A user-defined format.</summary>
    Custom,
}
