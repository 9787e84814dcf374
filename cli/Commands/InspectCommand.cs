using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Restoring;
using Millrace.Hosting.Storage;

namespace Millrace.Cli.Commands;

/// <summary><c>inspect</c>: says what is in a checkpoint, and whether it is intact, from its storage alone.</summary>
internal sealed class InspectCommand : Command
{
    private readonly Argument<string> _checkpoint = Values.Argument(
        "URI", "The path or URI of a manifest, of a savepoint, or of a job's folder, of which the latest checkpoint is inspected.", Values.NotEmpty);

    public InspectCommand(CommandContext context)
        : base("inspect", "Lists what is in a checkpoint or savepoint, and verifies every checksum. Reads the storage itself; no cluster is needed.")
    {
        Add(_checkpoint);
        SetAction((parsed, interrupted) => RunAsync(parsed, new CommandOutput(context.Terminal, parsed.GetValue(context.Json)), interrupted));
    }

    private async Task<int> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken interrupted)
    {
        var named = parsed.GetRequiredValue(_checkpoint);
        try
        {
            var (blobs, manifest) = await FindAsync(named, interrupted);
            var report = InspectionReport.Of(await new CheckpointInspection(blobs).InspectAsync(manifest, interrupted), blobs.Describe(manifest));
            output.Write(report, ReportJson.Default.InspectionReport, r => Write(r, output));
            return report.Damage.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
        }
        catch (CorruptBlobException e)
        {
            throw new CommandException(ExitCodes.Failed, e.Message);
        }
        catch (InvalidJobException e)
        {
            throw CommandException.BadInput(e.Message);
        }
    }

    private static async Task<(IBlobStore Blobs, string Manifest)> FindAsync(string named, CancellationToken cancellation)
    {
        var stores = new BlobStores(EnvironmentSettings.Azure());
        var point = await RestorePoint.FindAsync(named, null, stores, cancellation);
        if (point is not { Storage: { } storage, JobId: { } jobId }) throw CommandException.BadInput($"'{named}': there is no manifest, savepoint or job's folder. Give one, such as 'millrace checkpoints JOB' lists them.");
        var blobs = stores.Open(storage);
        var store = new JobStore(blobs);
        var found = point.Checkpoint is { } checkpoint ? await store.FindManifestAsync(jobId, checkpoint, cancellation) : (await store.FindHeadAsync(jobId, null, cancellation))?.Head.Latest;
        return found is null ? throw CommandException.BadInput($"'{named}': the job has no completed checkpoint.") : (blobs, found.Manifest);
    }

    private static void Write(InspectionReport report, CommandOutput output)
    {
        output.Line(Readable.Line($"{report.Kind} {report.Checkpoint} of job {report.Job} ({report.Name}): {report.KeyGroups} key groups, {Readable.Bytes(report.Bytes)}"));
        output.Line(Readable.Line(report.Path));
        output.Line("");
        var table = new Table("OPERATOR", "STATE", "KIND", "KEY", "VALUE", "KEY GROUPS>", "BLOCKS>", "SIZE>");
        foreach (var state in report.States)
        {
            table.Add(
                state.Operator, state.State, state.Kind, state.Key ?? "", state.Value ?? "",
                state.KeyGroups?.ToString(CultureInfo.InvariantCulture) ?? "-", state.Blocks.ToString(CultureInfo.InvariantCulture), Readable.Bytes(state.Bytes));
        }

        output.Table(table);
        output.Line("");
        foreach (var damage in report.Damage) output.Line(Readable.Line($"damaged: {damage}"));
        output.Line(report.Damage.Count == 0 ? "every checksum is right" : Readable.Line($"{report.Damage.Count} damaged"));
    }
}
