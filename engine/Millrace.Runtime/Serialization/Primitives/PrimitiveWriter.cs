using System.Buffers.Binary;
using System.Numerics;
using MessagePack;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Writes each primitive as one MessagePack value, exactly. Where MessagePack would change a value or write it at length (the kind of a
/// DateTime, a decimal as text), this has its own format.
/// </summary>
internal static class PrimitiveWriter
{
    /// <summary>The position of a DateTime's kind, above its ticks.</summary>
    public const int KindShift = 62;

    /// <summary>The sign bit in the byte that has the scale.</summary>
    public const byte NegativeDecimal = 0x80;

    public static void Write(ref MessagePackWriter writer, bool value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, byte value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, sbyte value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, short value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, ushort value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, int value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, uint value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, long value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, ulong value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, char value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, float value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, double value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, string? value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, byte[]? value) => writer.Write(value);

    public static void Write(ref MessagePackWriter writer, TimeSpan value) => writer.Write(value.Ticks);

    public static void Write(ref MessagePackWriter writer, DateOnly value) => writer.Write(value.DayNumber);

    public static void Write(ref MessagePackWriter writer, TimeOnly value) => writer.Write(value.Ticks);

    public static void Write(ref MessagePackWriter writer, Half value) => writer.Write(BitConverter.HalfToUInt16Bits(value));

    public static void Write(ref MessagePackWriter writer, BigInteger value) => writer.Write(value.ToByteArray());

    public static void Write(ref MessagePackWriter writer, Uri? value) => writer.Write(value?.OriginalString);

    public static void Write(ref MessagePackWriter writer, Version? value) => writer.Write(value?.ToString());

    /// <summary>Writes ticks and kind. Local time is not converted, because another machine may be in another time zone.</summary>
    public static void Write(ref MessagePackWriter writer, DateTime value) =>
        writer.Write((ulong)value.Ticks | ((ulong)value.Kind << KindShift));

    public static void Write(ref MessagePackWriter writer, DateTimeOffset value)
    {
        writer.WriteArrayHeader(2);
        writer.Write(value.Ticks);
        writer.Write((short)value.TotalOffsetMinutes);
    }

    /// <summary>Writes sign and scale in one byte, then three integers, so that a small amount takes few bytes and 1.00 stays 1.00.</summary>
    public static void Write(ref MessagePackWriter writer, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        writer.WriteArrayHeader(4);
        writer.Write((byte)(value.Scale | (decimal.IsNegative(value) ? NegativeDecimal : 0)));
        writer.Write((uint)bits[0]);
        writer.Write((uint)bits[1]);
        writer.Write((uint)bits[2]);
    }

    public static void Write(ref MessagePackWriter writer, Guid value)
    {
        writer.WriteBinHeader(16);
        value.TryWriteBytes(writer.GetSpan(16), bigEndian: true, out _);
        writer.Advance(16);
    }

    public static void Write(ref MessagePackWriter writer, Int128 value) => Write(ref writer, (UInt128)value);

    public static void Write(ref MessagePackWriter writer, UInt128 value)
    {
        writer.WriteBinHeader(16);
        BinaryPrimitives.WriteUInt128BigEndian(writer.GetSpan(16), value);
        writer.Advance(16);
    }
}
