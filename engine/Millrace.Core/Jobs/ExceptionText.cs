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
        try
        {
            var message = exception.Message;
            return new ExceptionText($"{type.Name}: {message}", DetailsOf(exception, $"{type}: {message}"));
        }
        catch (Exception e)
        {
            return new ExceptionText($"{type.Name}, whose message cannot be read because reading it throws {e.GetType().Name}", exception.StackTrace ?? "");
        }
    }

    private static string DetailsOf(Exception exception, string heading)
    {
        var trace = exception.ToString();
        if (trace.StartsWith(heading, StringComparison.Ordinal)) trace = trace[heading.Length..].TrimStart('\r', '\n');
        return UserFrame.FirstIn(exception) is { } frame && !trace.StartsWith(frame, StringComparison.Ordinal) ? $"{frame}\n{trace}" : trace;
    }
}
