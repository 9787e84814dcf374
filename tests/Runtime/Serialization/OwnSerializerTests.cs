using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class OwnSerializerTests
{
    private readonly SerializerCache _cache = new();

    [Fact]
    public void On_the_type_it_wins_and_null_never_reaches_it()
    {
        var read = _cache.Of((new Celsius(21), (Celsius?)null, (Shape?)null, (Shape)new Square(3)));
        Assert.Equal((21, null, null, 3), (read.Item1.Degrees, read.Item2, read.Item3, ((Square)read.Item4).Side));
    }

    [Fact]
    public void On_a_member_it_wins_there()
    {
        var read = _cache.Of(new Reading("r", 5, 6));
        Assert.Equal(("r", 5, 6), (read.Name, (int)read.Anything, read.Optional));
        Assert.Contains("Optional:custom(System.Int32,boxed)?", _cache.For<Reading>().Schema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_generic_type_has_a_generic_one() => Assert.Equal(8, _cache.Of(new Box<int>(8)).Value);

    [Fact]
    public void It_reads_former_formats()
    {
        var old = _cache.For<Plain>();
        var own = new VersionTwo();
        Assert.Equal(new Plain(3), _cache.ForWritten(old.Schema, own).Read(_cache.Bytes(new Plain(3))));
        var one = Schema.Parse(_cache.For(own).Schema.ToString().Replace("v2", "v1", StringComparison.Ordinal));
        var bytes = new ArrayBufferWriter<byte>();
        _cache.For(own).Write(new Plain(5), bytes);
        Assert.Equal(new Plain(-5), _cache.ForWritten(one, own).Read(bytes.WrittenMemory));
        Assert.Throws<InvalidOperationException>(() => _cache.ForWritten(Schema.Primitive("int32"), own));
    }

    [Fact]
    public void A_wrong_one_is_refused()
    {
        var e = Assert.Throws<UnsupportedTypeException>(() => _cache.For<Wrong>());
        Assert.Contains("Wrong.Text has [Serializer(typeof(Int32Serializer))], which does not implement ISerializer<String>", e.Message, StringComparison.Ordinal);
    }

    [Serializer(typeof(CelsiusSerializer))]
    private readonly record struct Celsius(int Degrees);

    private sealed class CelsiusSerializer : ISerializer<Celsius>
    {
        public string Schema => "celsius";

        public void Write(IBufferWriter<byte> output, Celsius value) => output.Write(Encoding.UTF8.GetBytes($"{value.Degrees}"));

        public Celsius Read(ReadOnlySpan<byte> input) => new(int.Parse(Encoding.UTF8.GetString(input), System.Globalization.CultureInfo.InvariantCulture));
    }

    [Serializer(typeof(ShapeSerializer))]
    private abstract record Shape;

    private sealed record Square(int Side) : Shape;

    private sealed class ShapeSerializer : ISerializer<Shape>
    {
        public string Schema => "shape";

        public void Write(IBufferWriter<byte> output, Shape value) => output.Write([(byte)((Square)value).Side]);

        public Shape Read(ReadOnlySpan<byte> input) => new Square(input[0]);
    }

    private sealed record Reading(
        string Name, [Serializer(typeof(ObjectSerializer))] object Anything, [property: Serializer(typeof(Int32Serializer))] int? Optional);

    private sealed record Wrong([Serializer(typeof(Int32Serializer))] string Text);

    private sealed class ObjectSerializer : ISerializer<object>
    {
        public string Schema => "boxed";

        public void Write(IBufferWriter<byte> output, object value) => new Int32Serializer().Write(output, (int)value);

        public object Read(ReadOnlySpan<byte> input) => new Int32Serializer().Read(input);
    }

    private sealed class Int32Serializer : ISerializer<int>
    {
        public string Schema => "boxed";

        public void Write(IBufferWriter<byte> output, int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
            output.Advance(4);
        }

        public int Read(ReadOnlySpan<byte> input) => BinaryPrimitives.ReadInt32LittleEndian(input);
    }

    [Serializer(typeof(BoxSerializer<>))]
    private sealed record Box<T>(T Value);

    private sealed class BoxSerializer<T> : ISerializer<Box<T>> where T : struct
    {
        public string Schema => "box";

        public void Write(IBufferWriter<byte> output, Box<T> value) => output.Write(MemoryMarshal.AsBytes<T>([value.Value]));

        public Box<T> Read(ReadOnlySpan<byte> input) => new(MemoryMarshal.Read<T>(input));
    }

    private readonly record struct Plain(int Number);

    private sealed class VersionTwo : ISerializer<Plain>
    {
        public string Schema => "v2";

        public IReadOnlyList<string> FormerSchemas => ["v1", new SerializerCache().For<Plain>().Schema.ToString()];

        public void Write(IBufferWriter<byte> output, Plain value) => new Int32Serializer().Write(output, value.Number);

        public Plain Read(ReadOnlySpan<byte> input) => new(new Int32Serializer().Read(input));

        public Plain ReadFormer(string schema, ReadOnlySpan<byte> input) =>
            schema == "v1" ? new(-new Int32Serializer().Read(input)) : new(input[1]);
    }
}
