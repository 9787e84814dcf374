using System.Globalization;
using Millrace.Core.Jobs;

namespace Millrace.Core.Tests.Jobs;

public sealed class ExceptionTextTests
{
    [Fact]
    public void The_line_of_the_users_code_comes_before_those_of_what_it_called()
    {
        var text = ExceptionText.Of(Caught(static () => int.Parse("x", CultureInfo.InvariantCulture)));
        Assert.StartsWith("FormatException: ", text.Message, StringComparison.Ordinal);
        var lines = text.Details.Split('\n');
        Assert.Contains($"{nameof(ExceptionTextTests)}.cs:line ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("   at System.", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_the_first_anyway_and_the_message_are_not_said_twice()
    {
        var text = ExceptionText.Of(Caught(static () => throw new FormatException("on purpose")));
        Assert.Equal("FormatException: on purpose", text.Message);
        Assert.Single(text.Details.Split('\n'), static l => l.Contains("b__", StringComparison.Ordinal));
        Assert.DoesNotContain("on purpose", text.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void What_wraps_an_exception_shows_the_line_of_that()
    {
        var inner = Caught(static () => throw new FormatException("inside"));
        var text = ExceptionText.Of(new AggregateException("around", inner));
        Assert.Contains($"{nameof(ExceptionTextTests)}.cs:line ", text.Details.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("FormatException: inside", text.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_whose_message_throws_is_named()
    {
        var text = ExceptionText.Of(Caught(static () => throw new SilentException()));
        Assert.Contains(nameof(SilentException), text.Message, StringComparison.Ordinal);
        Assert.Contains($"{nameof(ExceptionTextTests)}.cs:line ", text.Details, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_nothing_of_which_can_be_read_is_named_with_its_stack()
    {
        var text = ExceptionText.Of(Caught(static () => throw new MuteException()));
        Assert.Contains(nameof(MuteException), text.Message, StringComparison.Ordinal);
        Assert.Contains($"{nameof(ExceptionTextTests)}.cs:line ", text.Details, StringComparison.Ordinal);
    }

    private static Exception Caught(Action act)
    {
        try
        {
            act();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new InvalidOperationException("Nothing was thrown.");
    }

    private sealed class MuteException : Exception
    {
        public override string Message => throw new NotSupportedException();

        public override string StackTrace => throw new NotSupportedException();

        public override string ToString() => throw new NotSupportedException();
    }

    private sealed class SilentException : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
