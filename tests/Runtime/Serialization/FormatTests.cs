using System.Buffers;
using CsCheck;
using MessagePack;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class FormatTests
{
    private readonly SerializerCache _cache = new();

    private static Sample Value => new(
        1, "é", -1.5, 12.34m, new DateTime(638_000_000_000_000_000, DateTimeKind.Utc), null, [1, 300], new() { [Color.Blue] = true },
        Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));

    /// <summary>State of earlier versions has these bytes and this schema: do not change either.</summary>
    [Fact]
    public void Golden_bytes()
    {
        Assert.Equal(
            "Millrace.Runtime.Tests.Serialization.FormatTests.Sample{Id:int32,Name:string,Ratio:float64,Price:decimal,At:datetime,"
            + "Parent:int64?,Counts:list(int32),Flags:map(enum(Millrace.Runtime.Tests.Serialization.FormatTests.Color,uint8,Red=0,Blue=2),bool),"
            + "Key:guid}?",
            _cache.For<Sample>().Schema.ToString());
        Assert.Equal(
            "9901A2C3A9CBBFF80000000000009402CD04D20000CF48DAA19EA6B30000C092"
            + "01CD012C8102C3C41000112233445566778899AABBCCDDEEFF",
            Convert.ToHexString(_cache.Bytes(Value)));
    }

    [Fact]
    public void Truncated_data_is_an_exception()
    {
        var bytes = _cache.Bytes(Value);
        for (var length = 0; length < bytes.Length; length++)
        {
            var e = Assert.Throws<InvalidDataException>(() => _cache.For<Sample>().Read(bytes.AsMemory(0, length)));
            Assert.Contains($"{length} bytes are not a value of Sample", e.Message, StringComparison.Ordinal);
        }

        Assert.Throws<InvalidDataException>(() => _cache.For<Sample>().Read(bytes.Append((byte)0).ToArray()));
    }

    [Fact]
    public void Damaged_data_is_an_exception_or_a_value() => Gen.Select(Gen.Int[0, 58], Gen.Byte).Sample((at, value) =>
    {
        var bytes = _cache.Bytes(Value);
        bytes[at % bytes.Length] = value;
        try
        {
            _cache.For<Sample>().Read(bytes);
        }
        catch (InvalidDataException)
        {
        }
    });

    [Fact]
    public void Any_bytes_are_an_exception_or_a_value() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        try
        {
            _cache.For<Sample>().Read(bytes);
            _cache.For<List<(DateTime, DateTimeOffset, decimal)>>().Read(bytes);
        }
        catch (InvalidDataException)
        {
        }
    });

    /// <summary>The largest lengths, and a removed member that nests a million arrays.</summary>
    [Fact]
    public void Hostile_lengths_and_depths_are_exceptions()
    {
        Assert.Throws<InvalidDataException>(() => _cache.For<string>().Read(Convert.FromHexString("DBFFFFFFFF")));
        Assert.Throws<InvalidDataException>(() => _cache.For<byte[]>().Read(Convert.FromHexString("C6FFFFFFFF")));
        Assert.Throws<InvalidDataException>(() => _cache.For<int[]>().Read(Convert.FromHexString("DDFFFFFFFF")));
        Assert.Throws<InvalidDataException>(() => _cache.For<int[]>().Read(Convert.FromHexString("DD7FFFFFFF")));
        Assert.Throws<InvalidDataException>(() => _cache.For<Dictionary<int, int>>().Read(Convert.FromHexString("DF7FFFFFFF")));
        var skips = _cache.ForWritten<Inner>(Core.Schemas.Schema.Parse("Inner{A:int32,B:int64,Gone:string}"));
        var data = Convert.FromHexString("930102").Concat(Enumerable.Repeat((byte)0x91, 1_000_000)).ToArray();
        Assert.Throws<InvalidDataException>(() => skips.Read(data));
        Assert.Throws<InvalidDataException>(() => skips.Read(Convert.FromHexString("930102DBFFFFFFFF")));
    }

    [Fact]
    public void A_struct_is_written_and_read_without_allocating()
    {
        var serializer = _cache.For<Flat>();
        var output = new ArrayBufferWriter<byte>(4096);
        var value = new Flat(1, 2.5, 3.25m, Color.Blue, new Inner(7, 8), 9, DateTime.UnixEpoch, Guid.Empty);
        serializer.Write(value, output);
        var data = output.WrittenMemory.ToArray();
        Assert.Equal(value, serializer.Read(data));

        output.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            serializer.Write(value, output);
            serializer.Read(data);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_class_is_written_without_allocating()
    {
        var serializer = _cache.For<Sample>();
        var output = new ArrayBufferWriter<byte>(4096);
        var value = Value;
        serializer.Write(value, output);
        output.ResetWrittenCount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            serializer.Write(value, output);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    internal enum Color : byte
    {
        Red = 0,
        Blue = 2,
    }

    private readonly record struct Inner(int A, long B);

    private readonly record struct Flat(int A, double B, decimal C, Color D, Inner E, int? F, DateTime G, Guid H);

    private sealed record Sample(
        int Id, string Name, double Ratio, decimal Price, DateTime At, long? Parent, List<int> Counts, Dictionary<Color, bool> Flags, Guid Key);
}
