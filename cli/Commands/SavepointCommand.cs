using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>savepoint</c>: takes one of a job that runs on.</summary>
internal sealed class SavepointCommand : JobCommand
{
    private readonly Argument<string?> _directory = new("DIR")
    {
        Description = "Folder for it, as the cluster sees it (default: the job's own in the cluster's storage).",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public SavepointCommand(CommandContext context)
        : base(context, "savepoint", "Takes a savepoint of a running job: complete in itself, and it never expires. Prints where it is.") => Add(_directory);

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new TakeSavepointRequest { Job = job, Directory = ClusterPaths.Folder(parsed.GetValue(_directory) ?? "") };
        var taken = await manager.Jobs.TakeSavepointAsync(request, cancellationToken: interrupted);
        output.Write(new SavepointReport(taken.Savepoint), ReportJson.Default.SavepointReport, report => output.Line(report.Savepoint));
        return ExitCodes.Done;
    }
}
