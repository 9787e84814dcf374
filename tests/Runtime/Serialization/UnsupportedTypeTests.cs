using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class UnsupportedTypeTests
{
    private readonly SerializerCache _cache = new();

    [Fact]
    public void The_message_says_what_where_and_what_to_do() => Assert.Equal(
        "Type Line cannot be kept in state or sent: Line.Payload is object, which does not say what its values are; "
        + "use a concrete type, or give an ISerializer<T> with [Serializer] on the type or the member.",
        Refusal<Line>().Message);

    [Fact]
    public void The_path_goes_through_collections()
    {
        Assert.Equal("Order.Lines[].Payload", Refusal<Order>().Path);
        Assert.Equal("Dictionary<String, object>[value]", Refusal<Dictionary<string, object>>().Path);
        Assert.Equal("Dictionary<List<Action>, Int32>[key][]", Refusal<Dictionary<List<Action>, int>>().Path);
    }

    [Fact]
    public void At_the_root_it_is_said_once() => Assert.StartsWith(
        "Type Stream cannot be kept in state or sent: it is Stream, which is a resource of this process;", Refusal<Stream>().Message, StringComparison.Ordinal);

    [Fact]
    public void What_has_no_schema_is_refused()
    {
        Has<Holder<IComparable>>("Value is the interface IComparable");
        Has<Holder<Shape>>("Value is the abstract class Shape");
        Has<Holder<Func<int>>>("Value is the delegate Func<Int32>");
        Has<Holder<Task<int>>>("Value is Task<Int32>, which is a resource");
        Has<Holder<nint>>("Value is IntPtr, a type of the framework");
        Has<Holder<int[,]>>("Value is Int32[,], an array of several dimensions");
        Has<Holder<ReadOnlyMemory<byte>>>("a type of the framework");
        Has<Holder<System.Text.StringBuilder>>("a type of the framework");
        Has<Holder<Buffer8>>("Value is Buffer8, an inline buffer");
    }

    [Fact]
    public void A_type_that_contains_itself_is_refused() => Has<Node>("Node.Children[] is Node again");

    [Fact]
    public void What_could_not_be_read_back_is_refused()
    {
        Has<Unset>("Unset.Items is read-only and no constructor of Unset sets it");
        Has<NoConstructor>("it has no usable constructor");
    }

    [Fact]
    public void A_refusal_leaves_nothing_behind()
    {
        Refusal<Order>();
        Assert.Equal("Order.Lines[].Payload", Refusal<Order>().Path);
        Assert.Equal("Line.Payload", Refusal<Line>().Path);
    }

    private void Has<T>(string text) => Assert.Contains(text, Refusal<T>().Message, StringComparison.Ordinal);

    private UnsupportedTypeException Refusal<T>() => Assert.Throws<UnsupportedTypeException>(() => _cache.For<T>());

    private sealed record Holder<T>(T Value);

    private sealed record Order(int Id, IReadOnlyList<Line> Lines);

    private sealed record Line(string Sku, object Payload);

    private abstract class Shape;

    private sealed record Node(string Name, List<Node> Children);

    private sealed class Unset
    {
        public List<int> Items { get; } = [];
    }

    private sealed class NoConstructor(int other)
    {
        public int Number { get; set; } = other.GetHashCode();
    }

    [System.Runtime.CompilerServices.InlineArray(8)]
    private struct Buffer8
    {
        public byte First;
    }
}
