namespace Millrace.Connectors.Files.Tests;

public sealed class PartNameTests
{
    [Fact]
    public void Names_are_read_back()
    {
        Assert.Equal("part-00003-0000000017.tsv", PartName.Visible(3, 17, ".tsv"));
        Assert.Equal(".part-00003-0000000016-0000000002.tsv", PartName.Hidden(3, 16, 2, ".tsv"));
        Assert.True(PartName.TryParse("part-00003-0000000017.tsv", out var visible));
        Assert.Equal(new PartName(3, 17, null), visible);
        Assert.True(PartName.TryParse(".part-123456-12345678901-0000000002", out var hidden));
        Assert.Equal(new PartName(123456, 12345678901, 2), hidden);
    }

    [Theory]
    [InlineData("part-3")]
    [InlineData("part-a-b")]
    [InlineData("part-00001-0000000001-0000000001")]
    [InlineData(".part-00001-0000000001")]
    [InlineData("party-1-1")]
    [InlineData("")]
    public void Other_names_are_left_alone(string name) => Assert.False(PartName.TryParse(name, out _));
}
