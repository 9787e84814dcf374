using CsCheck;
using Millrace.Core.Keys;

namespace Millrace.Core.Tests.Keys;

public sealed class KeyCodecsTests
{
    internal enum Colour : short
    {
        Red = -3,
        Green = 7,
    }

    internal sealed record User(string? Name, long Id)
    {
        public Colour Colour { get; init; }
    }

    internal readonly record struct Point(int X, int? Y);

    [Fact]
    public void Integers_round_trip_in_order()
    {
        Check(Gen.Long, Comparer<long>.Default.Compare);
        Check(Gen.Int, Comparer<int>.Default.Compare);
        Check(Gen.Byte, Comparer<byte>.Default.Compare);
        Check(Gen.ULong, Comparer<ulong>.Default.Compare);
    }

    [Fact]
    public void Doubles_round_trip_in_order() => Check(Gen.Double.Where(d => !double.IsNaN(d)), Comparer<double>.Default.Compare);

    [Fact]
    public void Decimals_round_trip_in_order() => Check(Gen.Decimal, Comparer<decimal>.Default.Compare);

    [Fact]
    public void Guids_round_trip_in_order() => Check(Gen.Guid, Comparer<Guid>.Default.Compare);

    [Fact]
    public void Strings_order_by_code_point() => Check(
        Gen.Char["\0\u0001aZ\u00e4\u20ac\uffff\ud800\udc00"].Array[0, 6].Select(c => new string(c)), CompareCodePoints);

    [Fact]
    public void Tuples_order_by_their_members() => Check(
        Gen.Select(Gen.Char["\0ab"].Array[0, 3].Select(c => new string(c)), Gen.Int[-2, 2]),
        (a, b) => CompareCodePoints(a.Item1, b.Item1) is var c && c != 0 ? c : a.Item2.CompareTo(b.Item2));

    [Fact]
    public void Records_round_trip()
    {
        RoundTrip(new User("ada", -5) { Colour = Colour.Green });
        RoundTrip(new User(null, 0));
        RoundTrip(new Point(3, null));
        RoundTrip(new Point(-3, 9));
        Assert.Equal("User{Name:string,Id:int64,Colour:enum(Colour,int16,Red=-3,Green=7)}?", KeyCodecs.Create<User>().Schema.ToString());
        Assert.Equal("Point{X:int32,Y:int32?}", KeyCodecs.Create<Point>().Schema.ToString());
        Assert.Equal("tuple{Item1:string,Item2:float64}", KeyCodecs.Create<(string, double)>().Schema.ToString());
    }

    [Fact]
    public void Equal_keys_have_equal_bytes()
    {
        Assert.Equal(Bytes(1.0m), Bytes(1.00m));
        Assert.Equal(Bytes(0.0), Bytes(-0.0));
        Assert.Equal(Bytes(double.NaN), Bytes(BitConverter.UInt64BitsToDouble(0xFFF8_0000_0000_0001)));
    }

    [Theory]
    [InlineData("be", "62650001")]
    [InlineData("", "0001")]
    public void Bytes_of_strings_stay_as_they_are(string key, string hex) => Assert.Equal(hex, Convert.ToHexStringLower(Bytes(key)));

    [Fact]
    public void Bytes_of_numbers_stay_as_they_are()
    {
        Assert.Equal("80000001", Convert.ToHexStringLower(Bytes(1)));
        Assert.Equal("7fffffffffffffff", Convert.ToHexStringLower(Bytes(-1L)));
        Assert.Equal("02410200", Convert.ToHexStringLower(Bytes(1m)));
    }

    [Fact]
    public void A_member_that_cannot_be_part_of_a_key_is_named()
    {
        var e = Assert.Throws<UnsupportedKeyException>(KeyCodecs.Create<(int Id, List<int> Tags)>);
        Assert.Contains("Item2", e.Message, StringComparison.Ordinal);
        Assert.Throws<UnsupportedKeyException>(KeyCodecs.Create<object>);
    }

    [Fact]
    public void Encoding_does_not_allocate()
    {
        var codec = KeyCodecs.Create<(string, long)>();
        var buffer = new KeyBuffer();
        void Encode()
        {
            buffer.Clear();
            codec.Encode(("millrace", 42), buffer);
        }

        for (var i = 0; i < 100; i++) Encode();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Encode();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Check<T>(Gen<T> gen, Comparison<T> compare) => Gen.Select(gen, gen).Sample((a, b) =>
    {
        RoundTrip(a);
        return Math.Sign(Bytes(a).AsSpan().SequenceCompareTo(Bytes(b))) == Math.Sign(compare(a, b));
    });

    private static int CompareCodePoints(string a, string b)
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var (x, y) = (PointAt(a, i), PointAt(b, i));
            if (x != y) return x.CompareTo(y);
            if (x > 0xFFFF) i++;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int PointAt(string text, int at) => at + 1 < text.Length && char.IsSurrogatePair(text, at) ? char.ConvertToUtf32(text, at) : text[at];

    private static void RoundTrip<T>(T key)
    {
        var reader = new KeyReader(Bytes(key));
        Assert.Equal(key, Codecs<T>.Codec.Decode(reader));
        Assert.True(reader.AtEnd);
    }

    private static byte[] Bytes<T>(T key)
    {
        var buffer = new KeyBuffer();
        Codecs<T>.Codec.Encode(key, buffer);
        return buffer.Written.ToArray();
    }

    private static class Codecs<T>
    {
        public static readonly KeyCodec<T> Codec = KeyCodecs.Create<T>();
    }
}
