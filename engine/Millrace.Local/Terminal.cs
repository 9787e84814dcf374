namespace Millrace.Local;

/// <summary>The output streams of a job program.</summary>
/// <param name="Output">The result.</param>
/// <param name="Error">Progress, notices, errors.</param>
/// <param name="Width">Returns the maximum width of an updating progress line, in columns; null to print plain lines.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<int>? Width)
{
    /// <summary>The terminal of this process. A line is only updated on an interactive terminal.</summary>
    public static Terminal OfProcess => new(Console.Out, Console.Error, CanUpdate ? static () => Console.WindowWidth : null);

    private static bool CanUpdate => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
