using Millrace.Core.Keys;
using Millrace.Core.Schemas;

namespace Millrace.Core.Tests.Schemas;

public sealed class KeyCompatibilityTests
{
    private enum Level : byte
    {
        Low = 1,
    }

    [Theory]
    [InlineData("int32", "int32")]
    [InlineData("Order{Id:int32,Day:int64}?", "Sale{Number|Id:int32,Day:int64}?")]
    [InlineData("tuple{Item1:A{X:int32},Item2:string}", "tuple{Item1:B{Y|X:int32},Item2:string}")]
    [InlineData("enum(Level,uint8,Low=1)", "enum(Rank,uint8,Low=1,High=2)")]
    public void Keys_whose_bytes_stay_are_found(string written, string current) => Assert.Null(WhyNot(written, current));

    [Theory]
    [InlineData("int32", "int64", "was int32 and is int64 now")]
    [InlineData("K{A:int32}", "K{A:int32,B:int32}", "the members of the key were A and are A, B now")]
    [InlineData("K{A:int32,B:string}", "K{A:int32}", "the members of the key were A, B and are A now")]
    [InlineData("K{A:int32,B:int32}", "K{B:int32,A:int32}", "were A, B and are B, A now")]
    [InlineData("K{A:int32}", "K{B:int32}", "[FormerName(\"A\")]")]
    [InlineData("K{A:int32}?", "K{A:int32}", "was K{A:int32}? and is K{A:int32} now")]
    [InlineData("tuple{Item1:K{A:int32}?}", "tuple{Item1:K{A:int32,B:bool}?}", "the members of the key.Item1 were")]
    [InlineData("enum(Level,uint8,Low=1)", "enum(Level,uint8,Low=2)", "enum(Level,uint8,Low=2)")]
    public void Keys_whose_bytes_change_are_not(string written, string current, string why) =>
        Assert.Contains(why, WhyNot(written, current), StringComparison.Ordinal);

    /// <summary>A record class has one byte more than a record struct: they are not the same key.</summary>
    [Fact]
    public void A_record_and_a_record_struct_of_one_name_differ() =>
        Assert.NotNull(KeyCompatibility.WhyNot(KeyCodecs.Create<First.Key>().Schema, KeyCodecs.Create<Second.Key>().Schema));

    [Fact]
    public void Schemas_of_keys_are_read_back_from_their_text()
    {
        foreach (var schema in new[] { KeyCodecs.Create<(First.Key, Level?, string)>().Schema, KeyCodecs.Create<DateTimeOffset>().Schema, KeyCodecs.Create<Guid>().Schema })
            Assert.Equal(schema, Schema.Parse(schema.ToString()));
        Assert.Equal("Key{Id|Number:int32}?", KeyCodecs.Create<First.Key>().Schema.ToString());
    }

    private static string? WhyNot(string written, string current) => KeyCompatibility.WhyNot(Schema.Parse(written), Schema.Parse(current));

    private static class First
    {
        public sealed record Key([FormerName("Number")] int Id);
    }

    private static class Second
    {
        public readonly record struct Key([FormerName("Number")] int Id);
    }
}
