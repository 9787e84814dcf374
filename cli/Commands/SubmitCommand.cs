using System.CommandLine;
using Grpc.Core;
using Millrace.Cli.Connecting;
using Millrace.Cli.Output;
using Millrace.Cli.Parsing;
using Millrace.Cli.Reports;
using Millrace.Cli.Submitting;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Commands;

/// <summary><c>submit</c>: stores a job's code, starts the job and optionally watches it to its end.</summary>
internal sealed class SubmitCommand : ClusterCommand, IJobArgumentsCommand
{
    private readonly TimeProvider _time;
    private readonly string[] _arguments;
    private readonly Argument<string> _file = JobFile.Argument();
    private readonly PlanningOptions _planning = new();
    private readonly RunOptions _run = new();
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait for the job to end; the exit code tells how it ended. Ctrl-C leaves the job running." };

    private readonly Deadline _deadline = new("until the job is planned and accepted; --wait then waits without a limit", TimeSpan.FromMinutes(4));

    public SubmitCommand(CommandContext context, string[] arguments)
        : base(context, "submit", "Starts a job: millrace submit FILE [options] [-- ARGS]. Everything after '--' is the job's own command line.")
    {
        (_time, _arguments) = (context.Terminal.Time, arguments);
        Add(_file);
        Add(_wait);
        foreach (var option in (IEnumerable<Option>)[.. _planning.All, .. _run.All, _deadline.Option]) Add(option);
    }

    /// <inheritdoc/>
    protected override async Task<int> RunAsync(ParseResult parsed, JobManagerConnection manager, CommandOutput output, CancellationToken interrupted)
    {
        var request = new SubmitJobRequest { Arguments = { _arguments }, CommandId = Id };
        _planning.Write(parsed, request);
        _run.Write(parsed, request);
        using (var progress = output.Progress()) request.Artifact = await JobUpload.StoreAsync(parsed.GetRequiredValue(_file), manager, output.Time, progress, interrupted);
        await PlanningNotice.TellAsync(manager, output, interrupted);
        var submitted = await manager.Jobs.SubmitAsync(request, _deadline.Call(parsed, interrupted));
        foreach (var notice in submitted.Notices) output.Notice(notice);
        var wait = parsed.GetValue(_wait);
        if (!wait || !output.Json) Write(submitted.Job);
        if (!wait) return ExitCodes.Done;
        var ended = await WaitAsync(submitted.Job, parsed, output, interrupted);
        if (output.Json) Write(ended);
        else Tell(new JobReport(ended), output);
        return ended.State switch { Job.Types.State.Finished or Job.Types.State.Stopped => ExitCodes.Done, Job.Types.State.Cancelled => ExitCodes.Cancelled, _ => ExitCodes.Failed };

        void Write(Job job) => output.Write(
            new SubmittedJobReport(job, submitted.Notices), ReportJson.Default.SubmittedJobReport, report => output.Line($"submitted {JobText.Called(report)}"));
    }

    private async Task<Job> WaitAsync(Job job, ParseResult parsed, CommandOutput output, CancellationToken interrupted)
    {
        using var progress = output.Progress();
        try
        {
            return await new JobWatch(token => ConnectAsync(parsed, token), _time, progress).ToEndAsync(job.Id, interrupted);
        }
        catch (Exception e) when (interrupted.IsCancellationRequested && e is OperationCanceledException or RpcException)
        {
            progress.Dispose();
            throw new CommandException(ExitCodes.Interrupted, $"interrupted: {job.Name} keeps running. 'millrace status {job.Id}' shows it, 'millrace cancel {job.Id}' ends it.");
        }
    }

    private static void Tell(JobReport job, CommandOutput output)
    {
        output.Line($"{JobText.Called(job)} {(job.State is "cancelled" or "stopped" ? "was" : "has")} {job.State} after {JobText.RunsFor(job, output.Time)}; last checkpoint {JobText.Checkpoint(job)}{JobText.Losses(job)}");
        if (job.State == "failed" && job.Failure is { } failure) output.Notice($"error: {JobText.Summary(failure)}\n'millrace exceptions {job.Id}' shows more");
    }
}
