using System.CommandLine;
using Millrace.Cli.Connecting;

namespace Millrace.Cli.Commands;

/// <summary>What all commands have.</summary>
/// <param name="Terminal">Where they write.</param>
/// <param name="Connection">Where the job manager is.</param>
/// <param name="Json">Whether a script reads the result.</param>
internal sealed record CommandContext(Terminal Terminal, ConnectionOptions Connection, Option<bool> Json);
