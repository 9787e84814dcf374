using Millrace.Core.Schemas;

namespace Millrace.Core.Tests.Schemas;

public sealed class SchemaCompatibilityTests
{
    [Theory]
    [InlineData("O{A:int32}", "O{A:int32}")]
    [InlineData("O{A:int32,B:string}", "O{B:string,A:int32}")]
    [InlineData("O{A:int32}", "O{A:int32,B:string}")]
    [InlineData("O{A:int32,B:string}", "O{A:int32}")]
    [InlineData("O{A:int32}", "Other.Name{A:int32}")]
    [InlineData("O{Old:int32}", "O{New|Old:int32}")]
    [InlineData("O{Older:int32}", "O{New|Old|Older:int32}")]
    [InlineData("O{Gone:int32}", "O{New|:int32}")]
    [InlineData("O{Gone:int32}", "O{New:string}")]
    [InlineData("list(O{A:int32}?)", "list(O{A:int32,B:bool}?)")]
    [InlineData("enum(E,int32,A=0,B=1)", "enum(E,int32,A=0,C=1,D=2)")]
    [InlineData("custom(T,v1)", "custom(T,v2|v1)")]
    [InlineData("O{A:int32}?", "custom(O,v2|\"O{A:int32}\")?")]
    [InlineData("string", "custom(T,v2|string)?")]
    public void These_fit(string written, string current) =>
        Assert.Empty(SchemaCompatibility.Check(Schema.Parse(written), Schema.Parse(current)));

    [Theory]
    [InlineData("Shop.O{A:int32}", "Shop.O{A:int64}", "O.A was written as int32 and is int64 now")]
    [InlineData("Shop.O{A:int32}", "Shop.O{A:int32?}", "O.A was written as int32 and is int32? now")]
    [InlineData("Shop.O{L:list(X{P:decimal}?)}", "Shop.O{L:list(X{P:float64}?)}", "O.L[].P was written as decimal and is float64 now")]
    [InlineData("map(string,int32)", "map(string,string)", "map[value] was written as int32 and is string now")]
    [InlineData("O{A:int32}?", "O{A:int32}", "O was written as O{A:int32}? and is O{A:int32} now")]
    [InlineData("O{Old:int32}", "O{New:int32}", "O.Old is gone and O.New of the same type, int32, is new: mark New [FormerName(\"Old\")]")]
    [InlineData("enum(E,int32,A=0)", "enum(E,int32,A=1)", "E: E.A was 0 when the data was written and is 1 now")]
    [InlineData("enum(E,int32,A=0)", "enum(E,uint8,A=0)", "E was written as int32 and is uint8 now")]
    [InlineData("custom(T,v1)", "custom(T,v2)", "T was written as custom(T,v1) and is custom(T,v2) now")]
    [InlineData("list(int32)", "set(int32)", "set was written as list(int32) and is set(int32) now")]
    public void These_do_not_and_say_why(string written, string current, string message)
    {
        var mismatch = Assert.Single(SchemaCompatibility.Check(Schema.Parse(written), Schema.Parse(current)));
        Assert.StartsWith(message, mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_present_name_wins_over_a_former_one() => Assert.Equal(
        [0, 1], SchemaCompatibility.MatchMembers(Schema.Parse("O{A:int32,B:int32}"), Schema.Parse("O{A|B:int32,B|A:int32}")));

    [Fact]
    public void Two_members_cannot_claim_one() => Assert.Equal(
        [1], SchemaCompatibility.MatchMembers(Schema.Parse("O{Old:int32}"), Schema.Parse("O{A:int32,B|Old:int32,C|Old:int32}")));
}
