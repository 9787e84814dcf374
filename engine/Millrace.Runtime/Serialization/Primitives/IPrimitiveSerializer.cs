using System.Reflection;
using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>The static methods behind a primitive, for compiled code to call without a delegate.</summary>
internal interface IPrimitiveSerializer
{
    MethodInfo WriteMethod { get; }

    MethodInfo ReadMethod { get; }

    /// <summary>The size of a value in memory, in bytes.</summary>
    int RawSize { get; }

    /// <summary>Writes the value whose bytes in memory are given.</summary>
    void WriteRaw(ref MessagePackWriter writer, ReadOnlySpan<byte> value);
}
