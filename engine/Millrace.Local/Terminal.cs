namespace Millrace.Local;

/// <summary>Where a job program writes.</summary>
/// <param name="Output">The result.</param>
/// <param name="Error">Progress, notices, errors.</param>
/// <param name="Width">How many columns an updating line of progress may have; null where plain lines are wanted.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, Func<int>? Width)
{
    /// <summary>That of this process. A line is only updated where somebody watches it.</summary>
    public static Terminal OfProcess => new(Console.Out, Console.Error, CanUpdate ? static () => Console.WindowWidth : null);

    private static bool CanUpdate => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
}
