using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Checkpoints;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local;
using Millrace.Local.Cluster;
using Millrace.TaskManager;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests;

/// <summary>
/// A job on a simulated cluster under a seed: all processes are killed after a random number of steps and started again, restored at
/// another parallelism, until the job ends.
/// </summary>
internal sealed class SimulatedRun(int seed, Func<IStreamJob> job, int maxParallelism)
{
    private const int MaxSteps = 200_000;

    private readonly Random _random = new(seed);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly JobStore _store = new(new MemoryBlobStore());
    private int _steps;

    public int Crashes { get; private set; }

    public ulong EventHash { get; private set; }

    public JobResult Execute()
    {
        var host = new SimulatedHost(_random);
        JobResult? result = null;
        while (result is not { } end || !LocalCluster.IsEnd(end.State))
        {
            host.Crash();
            result = null;
            Start(host, r => result = r);
            var crashAt = Crashes < 4 && _random.Next(5) > 0 ? _steps + _random.Next(4000) : int.MaxValue;
            while (_steps < crashAt && (result is null || !LocalCluster.IsEnd(result.State))) StepOnce(host);
            if (_steps >= crashAt) Crashes++;
        }

        EventHash = host.EventHash;
        return result;
    }

    private void StepOnce(SimulatedHost host)
    {
        if (++_steps > MaxSteps) throw new InvalidOperationException($"Seed {seed}: the job has not ended after {MaxSteps} steps.");
        if (!host.Step() || _random.Next(50) == 0) _time.Advance(TimeSpan.FromMilliseconds(_random.Next(1, 20)));
    }

    private void Start(SimulatedHost host, Action<JobResult> onChange)
    {
        var options = new JobRunOptions
        {
            Parallelism = _random.Next(1, Math.Min(6, maxParallelism) + 1),
            MaxParallelism = maxParallelism,
            Name = "simulated",
            Restore = "latest",
            CheckpointDirectory = "memory",
        };
        var start = JobStart.Prepare(job(), "simulated", new Dictionary<string, string>(), options, _store, _time, _random);
        if (start.Restored is null) _store.TrySwapHead(JobHead.Create(start.Submission.JobId, start.Submission.JobName, maxParallelism), 0);
        var library = new JobLibrary();
        library.Add("simulated", job);
        var master = new JobMasterOptions { CheckpointInterval = TimeSpan.FromMilliseconds(20) };
        new LocalCluster(start.Submission, start.Graph, library, _store, master, host, _time, _random, NullLogger.Instance, onChange).Start();
    }
}
