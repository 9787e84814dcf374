using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using CsCheck;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class RoundTripTests
{
    private readonly SerializerCache _cache = new();

    private static readonly Gen<string> Text = Gen.String[Gen.Char[' ', '\ud7ff'], 0, 12];

    private static readonly Gen<Line> Lines = Gen.Select(Text, Gen.Int, Gen.Decimal, (sku, count, price) => new Line(sku, count, price));

    private static readonly Gen<Order> Orders = Gen.Select(
        Gen.Guid, Gen.OneOf(Gen.Const((string?)null), Text), Lines.List[0, 4], Gen.Dictionary(Text, Gen.Long.Nullable())[0, 4],
        Gen.DateTime, Gen.Enum<DayOfWeek>(), Gen.Select(Gen.Double, Gen.Float), Gen.Bool,
        (id, customer, lines, totals, at, day, point, urgent) =>
            new Order(id, customer, lines, totals) { At = at, Day = day, Point = new Point(point.Item1, point.Item2), Urgent = urgent });

    [Fact]
    public void Primitives()
    {
        Check(Gen.Bool);
        Check(Gen.Byte);
        Check(Gen.SByte);
        Check(Gen.Short);
        Check(Gen.UShort);
        Check(Gen.Int);
        Check(Gen.UInt);
        Check(Gen.Long);
        Check(Gen.ULong);
        Check(Gen.Char);
        Check(Gen.Float);
        Check(Gen.Double);
        Check(Gen.Decimal);
        Check(Text);
        Check(Gen.Guid);
        Check(Gen.TimeSpan);
        Check(Gen.DateOnly);
        Check(Gen.TimeOnly);
        Check(Gen.DateTimeOffset);
        Check(Gen.Int.Nullable());
        Check(Gen.Enum<DayOfWeek>());
        Check(Gen.Select(Gen.ULong, Gen.ULong, (a, b) => new UInt128(a, b)));
        Check(Gen.Select(Gen.ULong, Gen.ULong, (a, b) => new Int128(a, b)));
        Check(Gen.Byte.Array[0, 20].Select(bytes => new BigInteger(bytes)));
        Check(Gen.UShort.Select(BitConverter.UInt16BitsToHalf));
    }

    [Fact]
    public void A_DateTime_keeps_ticks_and_kind() => Gen.Select(Gen.Long[0, DateTime.MaxValue.Ticks], Gen.Enum<DateTimeKind>()).Sample((ticks, kind) =>
    {
        var read = _cache.Of(new DateTime(ticks, kind));
        return read.Ticks == ticks && read.Kind == kind;
    });

    [Theory]
    [InlineData("1.00")]
    [InlineData("-0.0")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-0.0000000000000000000000000001")]
    public void A_decimal_keeps_its_scale(string text)
    {
        var value = decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(decimal.GetBits(value), decimal.GetBits(_cache.Of(value)));
    }

    [Fact]
    public void Collections()
    {
        CheckItems(Gen.Int.Array[0, 9]);
        CheckItems(Gen.Byte.Array[0, 300]);
        CheckItems(Text.List[0, 9]);
        CheckItems(Gen.Int.Array[0, 3].Array[0, 3]);
        CheckItems(Gen.Long.HashSet[0, 9]);
        CheckItems(Text.HashSet[0, 9].Select(set => (IReadOnlySet<string>)set));
        CheckItems(Gen.Dictionary(Text, Gen.Int)[0, 9]);
        CheckItems(Gen.Dictionary(Gen.Int, Text)[0, 9].Select(map => (IReadOnlyDictionary<int, string>)map));
        CheckItems(Gen.Int.Array[0, 9].Select(items => (IReadOnlyList<int>)items));
        CheckItems(Gen.Int.Array[0, 9].Select(items => items.Where(item => item > 0)));
        CheckItems(Gen.Int.Array[0, 9].Select(items => new Queue<int>(items)));
        CheckItems(Gen.Int.Array[0, 9].Select(items => ImmutableArray.Create(items)));
        Assert.True(_cache.Of(default(ImmutableArray<int>)).IsDefault);
        Assert.Null(_cache.Of<List<int>?>(null));
        Assert.Null(_cache.Of<Dictionary<int, int>?>(null));
        Assert.Null(_cache.Of<int[]?>(null));
        Assert.Null(_cache.Of<HashSet<int>?>(null));
        Assert.Null(_cache.Of<IReadOnlyList<int>?>(null));
    }

    [Fact]
    public void Tuples()
    {
        Check(Gen.Select(Gen.Int, Text));
        Check(Gen.Select(Gen.Int, Text, (a, b) => Tuple.Create(a, b)));
        Check(Gen.Select(Gen.Int, Text, KeyValuePair.Create));
        Check(Gen.Int.Select(a => (a, a + 1, a + 2, a + 3, a + 4, a + 5, a + 6, a + 7, "ninth")));
        Check(Gen.Select(Gen.Int, Text, (id, name) => new { id, name }));
    }

    [Fact]
    public void Nested_internal_records() => Orders.Sample(order =>
    {
        var read = _cache.Of(order);
        return read with { Lines = order.Lines, Totals = order.Totals } == order && read.Lines.SequenceEqual(order.Lines)
            && read.Totals.Count == order.Totals.Count && order.Totals.All(total => read.Totals[total.Key] == total.Value);
    });

    [Fact]
    public void A_sequence_of_several_segments_reads_alike() => Gen.Select(Orders, Gen.Int[1, 7]).Sample((order, size) =>
    {
        var bytes = _cache.Bytes(order);
        var first = new Segment(bytes.AsMemory(0, Math.Min(size, bytes.Length)), null);
        var last = first;
        for (var at = size; at < bytes.Length; at += size)
            last = new Segment(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
        var read = _cache.For<Order>().Read(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
        return _cache.Bytes(read).AsSpan().SequenceEqual(bytes);
    });

    private void Check<T>(Gen<T> gen) => gen.Sample(value => EqualityComparer<T>.Default.Equals(_cache.Of(value), value));

    private void CheckItems<T>(Gen<T> gen) where T : System.Collections.IEnumerable => gen.Sample(value => Assert.Equivalent(value, _cache.Of(value), strict: true), iter: 30);

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }

    internal readonly record struct Point(double X, float Y);

    private sealed record Line(string Sku, int Count, decimal Price);

    private sealed record Order(Guid Id, string? Customer, List<Line> Lines, Dictionary<string, long?> Totals)
    {
        public DateTime At { get; init; }

        public DayOfWeek Day { get; set; }

        public Point? Point { get; init; }

        public required bool Urgent { get; init; }
    }
}
