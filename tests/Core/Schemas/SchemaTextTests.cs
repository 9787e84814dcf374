using System.Text.Json;
using CsCheck;
using Millrace.Core.Schemas;

namespace Millrace.Core.Tests.Schemas;

public sealed class SchemaTextTests
{
    private static readonly Gen<string> Names = Gen.OneOf(Gen.String[Gen.Char["abcXYZ_.1é"], 1, 8], Gen.String[Gen.Char["a (){},:|=\"?\\\n"], 0, 6]);

    private static readonly Gen<Schema> Schemas = Gen.Recursive<Schema>((depth, self) => depth > 3
        ? Names.Select(Schema.Primitive)
        : Gen.OneOf(
            Names.Select(Schema.Primitive),
            self.Select(Schema.Nullable),
            self.Select(Schema.List),
            self.Select(Schema.Set),
            Gen.Select(self, self, Schema.Map),
            Gen.Select(Names, Members(self), Schema.Object),
            Gen.Select(Names, Gen.Select(Names, Gen.Long, (name, value) => new SchemaConstant(name, value)).Array[0, 3],
                (name, constants) => Schema.Enum(name, Schema.Primitive("int32"), constants)),
            Gen.Select(Names, Names, Names.Array[0, 3], Schema.Custom)));

    [Fact]
    public void Text_round_trips() => Schemas.Sample(
        schema => Schema.Parse(schema.ToString()).Equals(schema));

    [Fact]
    public void Json_is_the_text_as_a_string()
    {
        var schema = Schema.Object("Shop.Order", [new SchemaMember("Id", Schema.Primitive("int64"), ["Key"]), new SchemaMember("Tags", Schema.List(Schema.Primitive("string")), [])]);
        Assert.Equal("Shop.Order{Id|Key:int64,Tags|:list(string)}", schema.ToString());
        var json = JsonSerializer.Serialize(new Dictionary<string, Schema> { ["orders"] = schema });
        Assert.Equal(schema, JsonSerializer.Deserialize<Dictionary<string, Schema>>(json)!["orders"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("list(")]
    [InlineData("list(int32")]
    [InlineData("bag(int32)")]
    [InlineData("A{x:int32")]
    [InlineData("A{x}")]
    [InlineData("int32)")]
    [InlineData("enum(A,int32,B=x)")]
    [InlineData("\"open")]
    public void What_is_no_schema_is_refused(string text) => Assert.Throws<FormatException>(() => Schema.Parse(text));

    [Fact]
    public void Depth_is_limited_because_a_manifest_may_be_damaged() =>
        Assert.Throws<FormatException>(() => Schema.Parse(string.Concat(Enumerable.Repeat("list(", 100_000))));

    private static Gen<IReadOnlyList<SchemaMember>> Members(Gen<Schema> types) => Gen.Select(
        Names, types, Gen.OneOf(Gen.Const((string[]?)null), Names.Array[0, 2].Select(names => (string[]?)names)),
        (name, type, former) => new SchemaMember(name, type, former)).Array[0, 4].Select(members => (IReadOnlyList<SchemaMember>)members);
}
