using System.CommandLine;
using Millrace.Cli.Connecting;

namespace Millrace.Cli.Commands;

/// <summary>The context shared by all commands.</summary>
/// <param name="Terminal">The terminal they write to.</param>
/// <param name="Connection">The options of the connection to the job manager.</param>
/// <param name="Json">Whether the result is for a script.</param>
internal sealed record CommandContext(Terminal Terminal, ConnectionOptions Connection, Option<bool> Json);
