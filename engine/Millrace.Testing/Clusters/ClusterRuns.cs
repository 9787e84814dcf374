using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;
using Millrace.JobManager;
using Millrace.JobManager.Restoring;
using Millrace.Local.Cluster;
using Millrace.Local.Options;
using Millrace.Runtime.Snapshots;
using Millrace.TaskManager;
using Millrace.Testing.Attempts;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Testing.Clusters;

/// <summary>The successive clusters of one job, with the store and the time that they share.</summary>
internal sealed class ClusterRuns
{
    private static readonly TimeSpan s_step = TimeSpan.FromMicroseconds(100);

    private readonly Func<IStreamJob> _createJob;
    private readonly string _name;
    private readonly JobHarnessOptions _options;
    private readonly Random _random;
    private readonly VirtualTime _time = new();
    private readonly Scheduler _scheduler;
    private readonly JobStore _store = new(new MemoryBlobStore());
    private readonly ChannelRegistry _channels = new();
    private SimulatedCluster? _cluster;
    private string _jobId = "";

    public ClusterRuns(Func<IStreamJob> createJob, string name, JobHarnessOptions options)
    {
        (_createJob, _name, _options, Parallelism) = (createJob, name, options, options.Parallelism);
        _random = new Random(options.Seed);
        _scheduler = new Scheduler(_random, _time);
    }

    /// <summary>The parallelism of the next start.</summary>
    public int Parallelism { get; set; }

    public SimulatedCluster Current => _cluster ?? throw new InvalidOperationException("The job has not been started.");

    public JobResult Result => _cluster?.Result ?? new JobResult(JobState.Created, 0, 0, 0, null);

    public bool HasEnded => JobStates.IsEnd(Result.State);

    /// <summary>Starts a cluster, from the newest completed checkpoint or from a savepoint.</summary>
    public void Start(JobSavepoint? savepoint)
    {
        var jobManager = new SimulatedProcess(_scheduler, "jobmanager", TimeSpan.Zero);
        var run = new JobRunOptions { Parallelism = Parallelism, MaxParallelism = _options.MaxParallelism, Name = _name };
        var point = savepoint is null ? RestorePoint.Latest : new RestorePoint(null, savepoint.JobId, savepoint.Checkpoint);
        var start = Completed(JobStart.PrepareAsync(_createJob, _name, _options.Arguments, run, null, point, _store, jobManager.Clock, _random, TestedTypes.Serializers));
        if (start.Restored is null) Completed(_store.TrySwapHeadAsync(start.FirstHead, null, CancellationToken.None));
        _jobId = start.Submission.JobId;
        var library = new JobLibrary();
        library.Add(_name, _createJob, TestedTypes.Serializers);
        var master = new JobMasterOptions { CheckpointInterval = _options.CheckpointInterval, Restore = start.GoBackTo };
        var shape = new ClusterShape(Parallelism, _options.TaskManagers, 256, new SnapshotOptions(), master) { StateBackend = _options.StateBackend };
        _cluster = new SimulatedCluster(_scheduler, jobManager, start, shape, library, _store, _random, _channels);
        _cluster.Start();
    }

    public void Kill() => _cluster?.KillAll();

    /// <summary>Runs until a condition holds; false where the time runs out or the job ends first.</summary>
    /// <exception cref="HarnessException">The job failed.</exception>
    public bool Run(SimulatedCluster cluster, Func<bool> condition, TimeSpan time)
    {
        var until = _time.Now + time.Ticks;
        while (!condition())
        {
            RefuseFailure(cluster);
            if (_scheduler.Step()) _time.Advance(s_step);
            else if (!_time.AdvanceToNext(until)) _time.AdvanceTo(until);
            if (_time.Now >= until) return condition();
        }

        RefuseFailure(cluster);
        return true;
    }

    /// <summary>Runs everything that can run before more time passes.</summary>
    public void Settle(SimulatedCluster cluster)
    {
        while (_scheduler.Step()) RefuseFailure(cluster);
        RefuseFailure(cluster);
    }

    public JobSavepoint Savepoint(SimulatedCluster cluster, TimeSpan limit)
    {
        SavepointResult? result = null;
        cluster.Savepoint(r => result = r);
        if (!Run(cluster, () => result is not null, limit)) throw new HarnessException("The savepoint did not complete.");
        if (result!.Failure is { } failure) throw new HarnessException($"The savepoint failed: {failure}");
        return new JobSavepoint(_jobId, Completed(_store.FindSavepointsAsync(_jobId, CancellationToken.None)).Max(static c => c.Checkpoint));
    }

    // A store in memory answers at once.
    private static T Completed<T>(Task<T> task) => task.GetAwaiter().GetResult();

    private void RefuseFailure(SimulatedCluster cluster)
    {
        if (_scheduler.Unhandled is { } unhandled) throw new HarnessException($"An exception ended a process: {unhandled}");
        if (cluster.Result is { State: JobState.Failed, Failure: var failure })
            throw new HarnessException($"The job failed in {failure?.Summary}\n{failure?.Details}");
    }
}
