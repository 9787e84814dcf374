using Millrace.Core.Graph;
using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A serializer whose type is not known to the caller.</summary>
public abstract class TypeSerializer
{
    private protected TypeSerializer(Schema schema) => Schema = schema;

    /// <summary>The schema of the data.</summary>
    public Schema Schema { get; }

    /// <summary>The layout of values in memory, for types without references that the engine serializes itself; null for all others.</summary>
    public RawLayout? Layout => LayoutAt(0);

    /// <summary>Returns the layout of a value that is part of another one.</summary>
    internal virtual RawLayout? LayoutAt(int offset) => null;
}
