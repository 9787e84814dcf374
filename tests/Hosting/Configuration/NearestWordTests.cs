using Millrace.Hosting.Configuration;

namespace Millrace.Hosting.Tests.Configuration;

public sealed class NearestWordTests
{
    [Theory]
    [InlineData("lst", "list")]
    [InlineData("LIST", "list")]
    [InlineData("lsit", "list")]
    [InlineData("canel", "cancel")]
    [InlineData("check", "checkpoint")]
    [InlineData("frobnicate", null)]
    [InlineData("x", null)]
    public void It_is_within_a_few_typing_errors_or_begins_so(string word, string? expected) =>
        Assert.Equal(expected, NearestWord.To(word, ["list", "status", "cancel", "checkpoint", "checkpoints"]));
}
