namespace Millrace.Cli;

/// <summary>The environment of a command.</summary>
/// <param name="Output">Takes results.</param>
/// <param name="Error">Takes progress, notices and errors.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error)
{
    /// <value>The maximum width of tables in characters; null where they need not fit.</value>
    public Func<int>? OutputWidth { get; init; }

    /// <value>The maximum width of an updating progress line in characters; null where plain lines are written.</value>
    public Func<int>? ProgressWidth { get; init; }

    /// <value>Reads an environment variable.</value>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <value>The clock and the time zone.</value>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <value>Makes up the id of a command: a new one each time.</value>
    public Func<string> NewId { get; init; } = static () => Guid.NewGuid().ToString("n");

    /// <summary>The terminal of this process. A line is only updated on an interactive terminal.</summary>
    public static Terminal OfProcess => new(Console.Out, Console.Error)
    {
        OutputWidth = Console.IsOutputRedirected ? null : static () => Console.WindowWidth,
        ProgressWidth = Console.IsErrorRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" ? null : static () => Console.WindowWidth,
        Variable = Environment.GetEnvironmentVariable,
    };
}
