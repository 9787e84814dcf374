using System.Diagnostics;
using System.Text.Json;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Configuration;
using Millrace.Hosting.Hosts;
using Millrace.Hosting.Restoring;
using Millrace.Hosting.Storage;
using Millrace.JobManager;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Leading;
using Millrace.JobManager.Restoring;
using Millrace.JobManager.Slots;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Runtime.State;
using Millrace.TaskManager;
using Millrace.TaskManager.Ending;

namespace Millrace.Local;

/// <summary>One run of a job program: prepares the start, waits for the end, and reports. It holds the checkpoint folder in the meantime.</summary>
internal sealed class JobRun : IDisposable
{
    private const string Artifact = "embedded";

    /// <summary>The limit for a last checkpoint; the one for stopping the tasks follows it: together less than supervisors wait before a kill.</summary>
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Func<IStreamJob> _createJob;
    private readonly JobRunOptions _options;
    private readonly RunStorage _storage;
    private readonly bool _isTemporary;
    private readonly JobStart _start;
    private readonly Random _random;
    private readonly Terminal _terminal;
    private readonly RestartPolicy? _restart;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly TaskCompletionSource<JobResult> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JobResult _latest = new(JobState.Created, 0, 0, 0, null);

    private JobRun(Func<IStreamJob> createJob, JobRunOptions options, RunStorage storage, JobStart start, Random random, Terminal terminal)
    {
        (_createJob, _options, _storage, _start, _random, _terminal) = (createJob, options, storage, start, random, terminal);
        _isTemporary = options.IsTemporary;
        _restart = options.Restart(start.Graph.Restart, Debugger.IsAttached);
    }

    /// <summary>Validates everything, and only then creates and locks the checkpoint folder.</summary>
    /// <exception cref="InvalidJobException">The job cannot be started; the message is for the user, and nothing was created.</exception>
    public static JobRun Prepare(Func<IStreamJob> createJob, JobRunOptions options, IReadOnlyDictionary<string, string> values, Terminal terminal)
    {
        var stores = new BlobStores(EnvironmentSettings.Azure());
        var (checkpoints, restore) = Reading(options, () => FindAsync(options, stores));
        // A folder is held by one program at a time; elsewhere the heads of jobs alone say who leads them.
        var folder = options.Explain is null ? checkpoints.Folder : null;
        if (folder is not null && Directories.WhyNotWritable(folder) is { } reason) throw new InvalidJobException($"--checkpoint-dir {folder}: {reason}");
        var blobs = stores.Open(checkpoints);
        if (options is { Explain: null, IsTemporary: false } && Reading(options, () => LeaderProbe.FindAsync(blobs, new LeadershipOptions(), TimeProvider.System, default)) is { } leader)
            throw new InvalidJobException($"{OptionOf(options)}: it is the storage of a cluster, which the job manager at {leader.Grpc} leads. Submit the job there, or choose another one.");
        var store = new JobStore(blobs);
        var random = new Random();
        var hold = folder is null ? null : Directories.TryHold(folder);
        try
        {
            var start = Reading(options, () => JobStart.PrepareAsync(createJob, Artifact, values, options, checkpoints, restore, store, TimeProvider.System, random));
            if (folder is not null) hold ??= Directories.Hold(folder);
            return new JobRun(createJob, options, new RunStorage(checkpoints, store, hold), start, random, terminal);
        }
        catch
        {
            hold?.Dispose();
            throw;
        }
    }

    /// <summary>Runs the job, or prints its graph if requested, and returns the exit code.</summary>
    /// <exception cref="InvalidJobException">The job cannot be entered in the storage of its checkpoints; nothing was started.</exception>
    /// <exception cref="IOException">Its result cannot be written.</exception>
    public int Execute(StopSignals signals, Action<JobReport, JobArguments>? onEnd, IKeyedStateBackendFactory? stateBackend)
    {
        if (_options.Explain is { } format)
        {
            _terminal.Output.Write(format == GraphFormat.Dot ? JobGraphDot.Print(_start.Graph) : JobGraphText.Print(_start.Graph));
            return ExitCodes.Ended;
        }

        if (_start.Restored is null) Enter();
        Announce();
        var begun = _time.GetTimestamp();
        var (result, figures) = Run(signals, stateBackend);
        var isRemoved = _isTemporary && !CanBeRestored(result);
        var report = Report(result, figures, _time.GetElapsedTime(begun)) with { CheckpointDirectory = isRemoved ? null : Place };
        if (result.State == JobState.Cancelled) _terminal.Error.WriteLine(WithoutCheckpoint(result));
        if (result is { State: JobState.Failed, Failure: { } failure }) Say(failure);
        if (isRemoved) Remove();
        else if (_isTemporary) _terminal.Error.WriteLine($"checkpoints are kept in {Place}: resume with --restore {Place}, or delete the folder.");
        onEnd?.Invoke(report, _start.Submission.Arguments);
        if (_options.Json) _terminal.Output.WriteLine(JsonSerializer.Serialize(report, JsonSerializerOptions.Web));
        _terminal.Output.Flush();
        return result.State switch
        {
            JobState.Failed => ExitCodes.Failed,
            JobState.Cancelled => ExitCodes.Interrupted,
            _ => ExitCodes.Ended,
        };
    }

    public void Dispose() => _storage.Dispose();

    /// <summary>Where checkpoints are, as it is shown.</summary>
    private string Place => _storage.Location.Describe();

    // The caller's thread is that of the program, which may be one that a wait would hold up.
    private static T Wait<T>(Func<Task<T>> act) => Task.Run(act).GetAwaiter().GetResult();

    /// <summary>Reads from the storage of checkpoints, which may not let itself be read.</summary>
    /// <exception cref="InvalidJobException">It does not; the message names the option that names it.</exception>
    private static T Reading<T>(JobRunOptions options, Func<Task<T>> act)
    {
        try
        {
            return Wait(act);
        }
        catch (StorageNotConfiguredException e)
        {
            throw new InvalidJobException($"{OptionOf(options)}: {e.Message}", e);
        }
    }

    /// <summary>The option that names the storage of checkpoints.</summary>
    private static string OptionOf(JobRunOptions options) => options.CheckpointDirectory is { } given ? $"--checkpoint-dir {given}" : $"--restore {options.Restore}";

    /// <summary>Enters a new job in the storage of its checkpoints.</summary>
    private void Enter()
    {
        var option = _isTemporary ? $"the temporary folder {Place}, which --checkpoint-dir replaces" : $"--checkpoint-dir {_options.CheckpointDirectory}";
        try
        {
            if (Wait(() => _storage.Store.TrySwapHeadAsync(_start.FirstHead, null, CancellationToken.None)) is null)
                throw new InvalidJobException($"{option}: there already is a job {_start.Submission.JobId}; start again.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidJobException($"{option}: {(_storage.Location.Folder is null ? e.Message : DirectoryHold.Explain("it", e))}", e);
        }
    }

    /// <summary>A finished job has nothing left to do; any other can resume from its last completed checkpoint.</summary>
    private static bool CanBeRestored(JobResult result) => result.State != JobState.Finished && result.LatestCheckpoint > 0;

    private void Say(JobFailure failure)
    {
        _terminal.Error.WriteLine($"error: the job failed{(failure.Operator.Length > 0 ? " in " : ": ")}{failure.Summary}\n{failure.Details}".TrimEnd());
        if (_options.Restarts is null && _restart is not null && failure is { Domain: FailureDomain.User, CanRetry: true })
            _terminal.Error.WriteLine("A run without --checkpoint-dir, or in a debugger, ends at the first failure of the job's code; --restarts N allows restarts.");
    }

    private void Remove()
    {
        _storage.Dispose();
        try
        {
            Directory.Delete(Place, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _terminal.Error.WriteLine($"The temporary folder {Place} could not be removed: {e.Message}");
        }
    }

    /// <summary>Returns where checkpoints go, and what the job resumes from.</summary>
    private static async Task<(StorageUri Checkpoints, RestorePoint? Restore)> FindAsync(JobRunOptions options, BlobStores stores)
    {
        var given = options.CheckpointDirectory is not { } text
            ? null
            : StorageUri.TryParsePath(text) ?? throw new InvalidJobException($"--checkpoint-dir {text}: {StorageUri.Expected}");
        var restore = options.Restore is { } value ? await RestorePoint.ParseAsync(value, given, stores, CancellationToken.None) : null;
        return (restore?.Storage ?? given ?? StorageUri.OfFolder(Directories.Temporary()), restore);
    }

    private void Announce()
    {
        _terminal.Error.WriteLine($"job: {_start.Submission.JobId}");
        _terminal.Error.WriteLine($"checkpoints: {Place}");
        foreach (var output in _start.Outputs) _terminal.Error.WriteLine($"output: {output}");
        if (_start.Notice is { } notice) _terminal.Error.WriteLine(notice);
        foreach (var warning in new[] { MissingUids.Warning(_start.Graph) }.OfType<string>().Concat(_start.Graph.Warnings)) _terminal.Error.WriteLine($"warning: {warning}");
    }

    private (JobResult Result, Figures Figures) Run(StopSignals signals, IKeyedStateBackendFactory? stateBackend)
    {
        var library = new JobLibrary();
        library.Add(Artifact, _createJob);
        var master = JobSettings.Apply(new JobMasterOptions { CheckpointInterval = _options.CheckpointInterval, Restore = _start.GoBackTo, Restart = _restart }, _options.Settings);
        using var meter = new EngineMeter();
        using var figures = new JobFigures(meter, _start.Submission.JobId);
        var tasks = new TaskExecutorOptions { Meter = meter, Ending = new EndingOptions { OnTooManyStuck = OnTooManyStuck } };
        if (stateBackend is not null) tasks = tasks with { StateBackend = stateBackend };
        var host = new ThreadHost(OnDefect);
        var around = new JobSurroundings(_storage.Store, new TaskManagerPool(host, _time), host, _time, _random, new TerminalLog(_terminal));
        var cluster = new LocalCluster(new PlannedJob(_start.Submission, _start.Graph), library, master, tasks, around, OnChange);
        using var progress = new ProgressLine(_terminal, _time, () => (figures.Read(), Volatile.Read(ref _latest)));
        cluster.Start();
        ITimer? limit = null;
        signals.Stop(() =>
        {
            limit = _time.CreateTimer(_ => OnChange(Volatile.Read(ref _latest) with { State = JobState.Cancelled }), null, StopLimit + EndLimit, Timeout.InfiniteTimeSpan);
            cluster.Stop(new StopRequest { Limit = StopLimit });
        });
        using (limit) return (_end.Task.GetAwaiter().GetResult(), figures.Read());
    }

    private JobReport Report(JobResult result, Figures figures, TimeSpan elapsed) => new(
        _start.Submission.JobId,
        _start.Submission.JobName,
        result.State.ToString().ToLowerInvariant(),
        _start.Submission.Parallelism,
        figures.SourceRecords,
        Math.Round(elapsed.TotalSeconds, 3),
        figures.Checkpoints,
        result.LatestCheckpoint,
        figures.Restarts,
        Place,
        _start.Outputs,
        result.Losses.DroppedTimers,
        result.Losses.LateRecords,
        result.Losses.SkippedRecords,
        figures.FailedRecords,
        result.State == JobState.Failed ? result.Failure?.Summary : null);

    private static string WithoutCheckpoint(JobResult result)
    {
        var why = result.Failures is [.., var last] ? $"; its last failure: {last.Failure.Summary}" : "";
        var from = result.LatestCheckpoint > 0 ? $"resumes from checkpoint {result.LatestCheckpoint}" : "starts from the beginning, because there is no checkpoint";
        return $"ended without a final checkpoint, because none could be taken{why}. --restore latest {from}.";
    }

    private void OnTooManyStuck(string reason) => Fail(new JobFailure(FailureDomain.User, "the job's code", reason, "", CanRetry: false));

    private void OnDefect(Exception e) => Fail(new JobFailure(FailureDomain.Engine, "the engine", e.Message, e.ToString()));

    private void Fail(JobFailure failure) => OnChange(Volatile.Read(ref _latest) with { State = JobState.Failed, Failure = failure });

    private void OnChange(JobResult result)
    {
        Volatile.Write(ref _latest, result);
        if (JobStates.IsEnd(result.State)) _end.TrySetResult(result);
    }
}
