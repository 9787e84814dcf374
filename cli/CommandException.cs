namespace Millrace.Cli;

/// <summary>A command cannot be carried out.</summary>
/// <param name="exitCode">One of <see cref="ExitCodes"/>.</param>
/// <param name="message">For the user: what is wrong, and what to do.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Creates an exception for invalid input.</summary>
    public static CommandException BadInput(string message) => new(ExitCodes.BadInput, message);
}
