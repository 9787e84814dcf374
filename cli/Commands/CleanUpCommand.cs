using System.CommandLine;
using System.Globalization;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Hosting.Protocol;
using Duration = Google.Protobuf.WellKnownTypes.Duration;

namespace Millrace.Cli.Commands;

/// <summary><c>cleanup</c>: removes what nothing uses.</summary>
internal sealed class CleanUpCommand : ClusterCommand
{
    private readonly Option<TimeSpan?> _endedFor = Values.Option<TimeSpan?>(
        "--ended-for", "TIME", "Also remove jobs that ended at least this long ago: a number and ms, s, m or h (default: none).", text => Durations.Parse(text));

    public CleanUpCommand(CommandContext context)
        : base(context, "cleanup", "Deletes the code that no listed job uses. With --ended-job-retention the job manager does this automatically.") => Add(_endedFor);

    /// <inheritdoc/>
    protected override bool MayBeRepeated => false;

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new CleanUpRequest();
        if (parsed.GetValue(_endedFor) is { } time) request.EndedFor = Duration.FromTimeSpan(time);
        var cleaned = await manager.Jobs.CleanUpAsync(request, JobManagerConnection.Quick(interrupted));
        output.Write(new CleanUpReport([.. cleaned.Jobs], [.. cleaned.Artifacts], [.. cleaned.Failures]), ReportJson.Default.CleanUpReport, report => output.Line(
            string.Create(CultureInfo.InvariantCulture, $"removed {report.Jobs.Count} jobs and {report.Artifacts.Count} artifacts")));
        foreach (var failure in cleaned.Failures) output.Notice(failure);
        return cleaned.Failures.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }
}
