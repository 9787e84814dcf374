using Millrace.Core.Schemas;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.Serialization;

public sealed class EvolutionTests
{
    private readonly SerializerCache _cache = new();

    [Fact]
    public void Added_removed_renamed_and_reordered_members()
    {
        var read = _cache.Evolve<Before, After>(new Before(1, "name", [1, 2], 3.5));
        Assert.Equal((1, "name", 7, "none"), (read.Id, read.Title, read.Level, read.Note));
        Assert.Null(read.Extra);
        Assert.NotNull(read.Tags);
    }

    [Fact]
    public void Nested_members_evolve_in_every_collection()
    {
        var before = new Holder<Before>
        {
            List = [new(1, "a", [], 0)],
            Array = [new(2, "b", [], 0)],
            Map = new() { ["k"] = new(3, "c", [], 0) },
            Optional = (new(4, "d", [], 0), 4),
            Interface = [new(5, "e", [], 0)],
        };
        var after = _cache.Evolve<Holder<Before>, Holder<After>>(before);
        Assert.Equal(
            ["a", "b", "c", "d", "e"],
            [after.List[0].Title, after.Array[0].Title, after.Map["k"].Title, after.Optional!.Value.Item1.Title, after.Interface[0].Title]);
    }

    [Fact]
    public void Structs_evolve()
    {
        Assert.Equal(new Wide(3, 0, 4), _cache.Evolve<Narrow, Wide>(new Narrow(3, 4)));
        Assert.Equal(new Wide(3, 0, 4), _cache.Evolve<Narrow?, Wide?>(new Narrow(3, 4)));
        Assert.Null(_cache.Evolve<Narrow?, Wide?>(null));
    }

    [Fact]
    public void An_unchanged_schema_needs_no_other_serializer()
    {
        Assert.Same(_cache.For<Before>(), _cache.For<Before>());
        Assert.Same(_cache.For<Before>(), _cache.ForWritten<Before>(Schema.Parse(_cache.For<Before>().Schema.ToString())));
    }

    [Fact]
    public void A_changed_type_is_refused_with_both_types()
    {
        var e = Assert.Throws<InvalidOperationException>(() => _cache.ForWritten<Changed>(_cache.For<Before>().Schema));
        Assert.Contains("Changed.Id was written as int32 and is int64 now", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rename_is_refused_until_it_is_said()
    {
        var e = Assert.Throws<InvalidOperationException>(() => _cache.ForWritten<Renamed>(_cache.For<Narrow>().Schema));
        Assert.Contains("mark Second [FormerName(\"B\")]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_evolved_reader_does_not_write() => Assert.Throws<InvalidOperationException>(() =>
        _cache.ForWritten<After>(_cache.For<Before>().Schema).Write(new After(1, "x"), new System.Buffers.ArrayBufferWriter<byte>()));

    private sealed record Before(int Id, string Name, int[] Removed, double Gone);

    private sealed record After([FormerName("Label", "Name")] string Title, int Id, int Level = 7, string? Extra = null)
    {
        public After(int id, string title) : this(title, id) { }

        [FormerName]
        public List<int> Tags { get; init; } = [];

        public string Note { get; set; } = "none";
    }

    private sealed record Changed(long Id);

    private readonly record struct Narrow(int A, int B);

    private readonly record struct Wide(int A, [property: FormerName] int New, int B);

    private readonly record struct Renamed(int A, int Second);

    private sealed class Holder<T>
    {
        public List<T> List { get; set; } = [];

        public T[] Array { get; set; } = [];

        public Dictionary<string, T> Map { get; set; } = [];

        public (T, int)? Optional { get; set; }

        public IReadOnlyList<T> Interface { get; set; } = [];
    }
}
