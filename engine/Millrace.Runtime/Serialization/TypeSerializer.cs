using Millrace.Core.Schemas;

namespace Millrace.Runtime.Serialization;

/// <summary>A serializer whose type is not known to the caller.</summary>
public abstract class TypeSerializer
{
    private protected TypeSerializer(Schema schema) => Schema = schema;

    /// <summary>What the data looks like.</summary>
    public Schema Schema { get; }
}
