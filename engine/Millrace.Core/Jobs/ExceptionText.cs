using System.Diagnostics;

namespace Millrace.Core.Jobs;

/// <summary>An exception in words, for people: what it is, and where it came from.</summary>
/// <param name="Message">The type and the message.</param>
/// <param name="Details">The line of the user's code, where there is one, and then the stack traces; the message is not said again.</param>
public sealed record ExceptionText(string Message, string Details)
{
    /// <summary>The words for an exception, whatever its own members do.</summary>
    public static ExceptionText Of(Exception exception)
    {
        var type = exception.GetType();
        var message = Try(() => exception.Message, out var thrown);
        var trace = Try(exception.ToString, out _) ?? new StackTrace(exception, fNeedFileInfo: true).ToString().TrimEnd();
        var details = DetailsOf(exception, trace, $"{type}: {message}");
        return thrown is null
            ? new ExceptionText($"{type.Name}: {message}", details)
            : new ExceptionText($"{type.Name}, whose message cannot be read because reading it throws {thrown.GetType().Name}", details);
    }

    private static string? Try(Func<string?> read, out Exception? thrown)
    {
        try
        {
            thrown = null;
            return read();
        }
        catch (Exception e)
        {
            thrown = e;
            return null;
        }
    }

    private static string DetailsOf(Exception exception, string trace, string heading)
    {
        if (trace.StartsWith(heading, StringComparison.Ordinal)) trace = trace[heading.Length..].TrimStart('\r', '\n');
        return UserFrame.FirstIn(exception) is { } frame && !trace.StartsWith(frame, StringComparison.Ordinal) ? $"{frame}\n{trace}" : trace;
    }
}
