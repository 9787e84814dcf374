using System.CommandLine;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>savepoint</c>: takes a savepoint of a job, which keeps running.</summary>
internal sealed class SavepointCommand : JobCommand
{
    private readonly Argument<string?> _directory = Values.Argument<string?>(
        "DIR", "Folder for it, as the cluster sees it (default: the job's own in the cluster's storage).", text => ClusterPaths.Folder(Values.NotEmpty(text)));

    private readonly Deadline _deadline = new("for the savepoint", TimeSpan.FromMinutes(15));

    public SavepointCommand(CommandContext context)
        : base(context, "savepoint", "Takes a savepoint of a running job: self-contained, and never deleted automatically. Prints its path.")
    {
        _directory.Arity = ArgumentArity.ZeroOrOne;
        Add(_directory);
        Add(_deadline.Option);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(string job, ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new TakeSavepointRequest { Job = job, Directory = parsed.GetValue(_directory) ?? "", CommandId = Id };
        var taken = await manager.Jobs.TakeSavepointAsync(request, _deadline.Call(parsed, interrupted));
        output.Write(new SavepointReport(taken.Savepoint), ReportJson.Default.SavepointReport, report => output.Line(report.Savepoint));
        return ExitCodes.Done;
    }
}
