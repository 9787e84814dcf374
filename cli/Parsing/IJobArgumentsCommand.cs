namespace Millrace.Cli.Parsing;

/// <summary>A command that passes what follows <c>--</c> on to the job.</summary>
internal interface IJobArgumentsCommand;
