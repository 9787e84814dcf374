using System.Numerics;
using System.Runtime.CompilerServices;
using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>Big-endian, with the sign bit of signed types flipped.</summary>
internal sealed class IntegerCodec<T>(string name) : KeyCodec<T> where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private static bool Signed => T.IsNegative(T.MinValue);

    public override Schema Schema { get; } = Schema.Primitive(name);

    public override void Encode(T key, KeyBuffer buffer)
    {
        var span = buffer.Reserve(Unsafe.SizeOf<T>());
        // Not WriteBigEndian: a default interface method boxes the key.
        key.TryWriteBigEndian(span, out _);
        if (Signed) span[0] ^= 0x80;
    }

    public override T Decode(KeyReader reader)
    {
        Span<byte> bytes = stackalloc byte[Unsafe.SizeOf<T>()];
        reader.Take(bytes.Length).CopyTo(bytes);
        if (Signed) bytes[0] ^= 0x80;
        return T.ReadBigEndian(bytes, isUnsigned: !Signed);
    }
}
