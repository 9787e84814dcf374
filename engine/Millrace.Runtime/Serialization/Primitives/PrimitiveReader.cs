using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using MessagePack;
using static Millrace.Runtime.Serialization.PrimitiveWriter;

namespace Millrace.Runtime.Serialization;

/// <summary>
/// Reads values written by <see cref="PrimitiveWriter"/>. Damaged data throws whatever MessagePack throws for it, or its
/// <see cref="MessagePackSerializationException"/>.
/// </summary>
internal static class PrimitiveReader
{
    // For a length above int.MaxValue MessagePack's reader throws an uninformative ArgumentOutOfRangeException.
    private const string ImpossibleLength = "a length is impossible";

    public static bool ReadBoolean(ref MessagePackReader reader) => reader.ReadBoolean();

    public static byte ReadByte(ref MessagePackReader reader) => reader.ReadByte();

    public static sbyte ReadSByte(ref MessagePackReader reader) => reader.ReadSByte();

    public static short ReadInt16(ref MessagePackReader reader) => reader.ReadInt16();

    public static ushort ReadUInt16(ref MessagePackReader reader) => reader.ReadUInt16();

    public static int ReadInt32(ref MessagePackReader reader) => reader.ReadInt32();

    public static uint ReadUInt32(ref MessagePackReader reader) => reader.ReadUInt32();

    public static long ReadInt64(ref MessagePackReader reader) => reader.ReadInt64();

    public static ulong ReadUInt64(ref MessagePackReader reader) => reader.ReadUInt64();

    public static char ReadChar(ref MessagePackReader reader) => reader.ReadChar();

    public static float ReadSingle(ref MessagePackReader reader) => reader.ReadSingle();

    public static double ReadDouble(ref MessagePackReader reader) => reader.ReadDouble();

    public static string? ReadString(ref MessagePackReader reader)
    {
        try
        {
            return reader.ReadString();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Damaged(ImpossibleLength);
        }
    }

    public static byte[]? ReadBytes(ref MessagePackReader reader) => ReadSequence(ref reader)?.ToArray();

    /// <summary>Reads bytes without copying them; null for nil.</summary>
    public static ReadOnlySequence<byte>? ReadSequence(ref MessagePackReader reader)
    {
        try
        {
            return reader.ReadBytes();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Damaged(ImpossibleLength);
        }
    }

    public static TimeSpan ReadTimeSpan(ref MessagePackReader reader) => new(reader.ReadInt64());

    public static DateOnly ReadDateOnly(ref MessagePackReader reader) => DateOnly.FromDayNumber(
        InRange(reader.ReadInt32(), DateOnly.MaxValue.DayNumber, "day"));

    public static TimeOnly ReadTimeOnly(ref MessagePackReader reader) => new(
        InRange(reader.ReadInt64(), TimeOnly.MaxValue.Ticks, "time of day"));

    public static Half ReadHalf(ref MessagePackReader reader) => BitConverter.UInt16BitsToHalf(reader.ReadUInt16());

    public static BigInteger ReadBigInteger(ref MessagePackReader reader) => new(ReadBytes(ref reader) ?? []);

    public static Uri? ReadUri(ref MessagePackReader reader)
    {
        if (ReadString(ref reader) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : throw Damaged($"'{text}' is not a URI");
    }

    public static Version? ReadVersion(ref MessagePackReader reader)
    {
        if (ReadString(ref reader) is not { } text)
            return null;
        return Version.TryParse(text, out var version) ? version : throw Damaged($"'{text}' is not a version");
    }

    public static DateTime ReadDateTime(ref MessagePackReader reader)
    {
        var bits = reader.ReadUInt64();
        var ticks = InRange((long)(bits & ~(3UL << KindShift)), DateTime.MaxValue.Ticks, "time");
        var kind = InRange((long)(bits >> KindShift), (long)DateTimeKind.Local, "kind of time");
        return new DateTime(ticks, (DateTimeKind)kind);
    }

    public static DateTimeOffset ReadDateTimeOffset(ref MessagePackReader reader)
    {
        ObjectFormat.ReadHeader(ref reader, 2);
        var ticks = InRange(reader.ReadInt64(), DateTime.MaxValue.Ticks, "time");
        var minutes = reader.ReadInt16();
        var utc = ticks - (minutes * TimeSpan.TicksPerMinute);
        if (Math.Abs(minutes) > 14 * 60 || utc < 0 || utc > DateTime.MaxValue.Ticks)
            throw Damaged($"{minutes} minutes are not the offset of a time");
        return new DateTimeOffset(ticks, new TimeSpan(0, minutes, 0));
    }

    public static decimal ReadDecimal(ref MessagePackReader reader)
    {
        ObjectFormat.ReadHeader(ref reader, 4);
        var flags = reader.ReadByte();
        var scale = (byte)InRange(flags & ~NegativeDecimal, 28L, "scale of a decimal");
        var (low, middle, high) = (reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        return new decimal((int)low, (int)middle, (int)high, (flags & NegativeDecimal) != 0, scale);
    }

    public static Guid ReadGuid(ref MessagePackReader reader)
    {
        Span<byte> bytes = stackalloc byte[16];
        ReadSixteen(ref reader, bytes);
        return new Guid(bytes, bigEndian: true);
    }

    public static Int128 ReadInt128(ref MessagePackReader reader) => (Int128)ReadUInt128(ref reader);

    public static UInt128 ReadUInt128(ref MessagePackReader reader)
    {
        Span<byte> bytes = stackalloc byte[16];
        ReadSixteen(ref reader, bytes);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Skips one value of any type.</summary>
    public static void Skip(ref MessagePackReader reader)
    {
        try
        {
            reader.Skip();
        }
        catch (ArgumentOutOfRangeException)
        {
            throw Damaged(ImpossibleLength);
        }
    }

    private static void ReadSixteen(ref MessagePackReader reader, scoped Span<byte> bytes)
    {
        if (ReadSequence(ref reader) is not { Length: 16 } data)
            throw Damaged("a value of 16 bytes has another length");
        data.CopyTo(bytes);
    }

    private static int InRange(int value, int max, string what) => (int)InRange(value, (long)max, what);

    private static long InRange(long value, long max, string what) =>
        value >= 0 && value <= max ? value : throw Damaged($"{value} is not a {what}");

    private static MessagePackSerializationException Damaged(string what) => new($"{what}.");
}
