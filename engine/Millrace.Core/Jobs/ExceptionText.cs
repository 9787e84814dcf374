using System.Diagnostics;

namespace Millrace.Core.Jobs;

/// <summary>An exception as display text: what it is and where it was thrown.</summary>
/// <param name="Message">The type and the message.</param>
/// <param name="Details">The line of the user's code, if there is one, followed by the stack traces; does not repeat the message.</param>
public sealed record ExceptionText(string Message, string Details)
{
    /// <summary>Returns the text for an exception, even if its own members throw.</summary>
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
