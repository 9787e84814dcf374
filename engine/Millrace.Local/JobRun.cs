using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local.Cluster;
using Millrace.Local.Hosts;
using Millrace.TaskManager;

namespace Millrace.Local;

/// <summary>One run of a job program: prepares the start, waits for the end, and reports.</summary>
internal sealed class JobRun(
    Func<IStreamJob> createJob, JobRunOptions options, IReadOnlyDictionary<string, string> values, bool json, Action<JobReport, JobArguments>? onEnd)
{
    private const string Artifact = "embedded";

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource<JobResult> _end = new();
    private JobResult _latest = new(JobState.Created, 0, 0, 0, null);
    private int _signals;

    public int Execute(bool explain)
    {
        var directory = Path.GetFullPath(options.CheckpointDirectory ?? Path.Combine(Path.GetTempPath(), "millrace-" + Path.GetRandomFileName()));
        if (!explain && Directories.WhyNotWritable(directory) is { } reason) throw new InvalidJobException($"--checkpoint-dir {directory}: {reason}");
        var store = new JobStore(new DirectoryBlobStore(directory));
        var random = new Random();
        var start = JobStart.Prepare(createJob(), Artifact, values, options, store, _time, random);
        if (explain)
        {
            Console.Out.Write(JobGraphText.Print(start.Graph));
            return ExitCodes.Ended;
        }

        using var lockFile = Directories.Lock(directory);
        if (start.Restored is null && !store.TrySwapHead(JobHead.Create(start.Submission.JobId, start.Submission.JobName, options.MaxParallelism), 0))
            throw new InvalidJobException($"{directory} already has a job {start.Submission.JobId}; start again.");
        if (options.CheckpointDirectory is null) Console.Error.WriteLine($"checkpoints: {directory}");
        if (start.Notice is { } notice) Console.Error.WriteLine(notice);
        return Run(start, store, random);
    }

    private int Run(JobStart start, JobStore store, Random random)
    {
        using var logging = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Warning).AddConsole(c => c.LogToStandardErrorThreshold = LogLevel.Trace));
        var library = new JobLibrary();
        library.Add(Artifact, createJob);
        var master = new JobMasterOptions { CheckpointInterval = options.CheckpointInterval };
        var cluster = new LocalCluster(
            start.Submission, start.Graph, library, store, master, new ThreadHost(OnDefect), _time, random, logging.CreateLogger("Millrace"), OnChange);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => OnSignal(signal, cluster));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => OnSignal(signal, cluster));
        var begun = _time.GetTimestamp();
        using (var progress = new ProgressLine(_time, () => (cluster.SourceRecords, Volatile.Read(ref _latest))))
        {
            cluster.Start();
            _end.Task.Wait();
        }

        var result = _end.Task.Result;
        var report = new JobReport(
            start.Submission.JobId,
            result.State.ToString().ToLowerInvariant(),
            cluster.SourceRecords,
            Math.Round(_time.GetElapsedTime(begun).TotalSeconds, 3),
            result.Checkpoints,
            result.Restarts,
            result.State == JobState.Failed ? $"{result.Failure?.Operator}: {result.Failure?.Message}" : null);
        if (report.Failure is not null) Console.Error.WriteLine($"error: the job failed in {report.Failure}\n{result.Failure?.Details}");
        onEnd?.Invoke(report, start.Submission.Arguments);
        if (json) Console.Out.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        return result.State == JobState.Failed ? ExitCodes.Failed : ExitCodes.Ended;
    }

    private void OnChange(JobResult result)
    {
        Volatile.Write(ref _latest, result);
        if (LocalCluster.IsEnd(result.State)) _end.TrySetResult(result);
    }

    private void OnDefect(Exception e) =>
        _end.TrySetResult(Volatile.Read(ref _latest) with { State = JobState.Failed, Failure = new JobFailure(FailureDomain.Engine, "engine", e.Message, e.ToString()) });

    private void OnSignal(PosixSignalContext signal, LocalCluster cluster)
    {
        signal.Cancel = true;
        if (Interlocked.Increment(ref _signals) > 1) Environment.Exit(ExitCodes.Interrupted);
        Console.Error.WriteLine("stopping with a last checkpoint; once more to end at once");
        cluster.Stop();
    }
}
