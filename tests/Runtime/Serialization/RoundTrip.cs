using System.Buffers;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

/// <summary>Writes and reads with serializers from one cache, as a job does.</summary>
internal static class RoundTrip
{
    public static byte[] Bytes<T>(this SerializerCache cache, T value)
    {
        var output = new ArrayBufferWriter<byte>();
        cache.For<T>().Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    public static T Of<T>(this SerializerCache cache, T value) => cache.For<T>().Read(cache.Bytes(value));

    /// <summary>Reads the old type's data as the new type.</summary>
    public static TNew Evolve<TOld, TNew>(this SerializerCache cache, TOld value) =>
        cache.ForWritten<TNew>(cache.For<TOld>().Schema).Read(cache.Bytes(value));
}
