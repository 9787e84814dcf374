using Millrace.Core.Keys;

namespace Millrace.Core.Tests.Keys;

public sealed class KeyEqualityTests
{
    private readonly KeyEquality _keys = new();

    [Fact]
    public void Keys_are_equal_whose_bytes_are()
    {
        Assert.True(_keys.AreEqual(1.0m, 1.00m));
        Assert.True(_keys.AreEqual(new City("a", "b"), new City("a", "b")));
        Assert.False(_keys.AreEqual(new City("a", "b"), new City("a", "c")));
        Assert.True(_keys.AreEqual<string?>(null, null));
        Assert.False(_keys.AreEqual<string?>(null, ""));
    }

    [Fact]
    public void A_key_has_null_where_any_part_of_it_is()
    {
        Assert.True(_keys.HasNull<string?>(null));
        Assert.True(_keys.HasNull<int?>(null));
        Assert.True(_keys.HasNull<City?>(null));
        Assert.True(_keys.HasNull((1, (string?)null)));
        Assert.True(_keys.HasNull((1, new City("a", null))));
        Assert.True(_keys.HasNull<(int, int?)?>((1, null)));
        Assert.False(_keys.HasNull((1, new City("a", ""))));
        Assert.False(_keys.HasNull(0));
        Assert.False(_keys.HasNull<int?>(0));
    }

    public sealed record City(string Name, string? Street)
    {
        public bool Equals(City? other) => other?.Name == Name;

        public override int GetHashCode() => Name.Length;
    }
}
