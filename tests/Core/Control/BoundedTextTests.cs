using Millrace.Core.Control;

namespace Millrace.Core.Tests.Control;

public sealed class BoundedTextTests
{
    [Theory]
    [InlineData("short", "short")]
    [InlineData("1234567890", "1234567890")]
    [InlineData("12345678901", "1234567890... (cut: 11 characters)")]
    [InlineData("123456789\ud83d\ude00", "123456789... (cut: 11 characters)")]
    public void What_is_too_long_is_cut_between_characters(string text, string expected) => Assert.Equal(expected, BoundedText.Cut(text, 10));

    [Fact]
    public void Control_characters_are_escaped()
    {
        Assert.Equal("a\\u001b[2Jb\\u000ac", BoundedText.Escape("a\u001b[2Jb\nc"));
        Assert.Equal("a\\u001b\nb\tc", BoundedText.Escape("a\u001b\nb\tc", keepsLines: true));
    }

    [Fact]
    public void A_failure_is_bounded_whatever_the_exception_says()
    {
        var huge = new string('x', 5_000_000);
        var failure = new JobFailure(FailureDomain.User, huge, huge, huge, huge);
        Assert.InRange(failure.Summary.Length + failure.Details.Length, 1, 40_000);
        Assert.EndsWith("(cut: 5,000,000 characters)", failure.Message, StringComparison.Ordinal);
    }
}
