using System.Reflection;
using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>The static methods behind a primitive, for compiled code to call without a delegate.</summary>
internal interface IPrimitiveSerializer
{
    MethodInfo WriteMethod { get; }

    MethodInfo ReadMethod { get; }

    /// <summary>How many bytes a value has in memory.</summary>
    int RawSize { get; }

    /// <summary>Writes the value that these bytes are in memory.</summary>
    void WriteRaw(ref MessagePackWriter writer, ReadOnlySpan<byte> value);
}
