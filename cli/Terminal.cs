namespace Millrace.Cli;

/// <summary>What surrounds a command.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress, notices, errors.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <value>How many columns tables may have; null where they need not fit.</value>
    public Func<int>? OutputWidth { get; init; }

    /// <value>How many columns an updating line of progress may have; null where plain lines are wanted.</value>
    public Func<int>? ProgressWidth { get; init; }

    /// <value>Reads an environment variable.</value>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <value>The clock and the time zone.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>That of this process. A line is only updated where somebody watches it.</summary>
    public static Terminal OfProcess => new(Console.Out, Console.Error)
    {
        OutputWidth = Console.IsOutputRedirected ? null : static () => Console.WindowWidth,
        ProgressWidth = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" ? null : static () => Console.WindowWidth,
        Variable = Environment.GetEnvironmentVariable,
    };
}
