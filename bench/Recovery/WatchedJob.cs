using System.Diagnostics;
using Grpc.Core;
using Millrace.Hosting.Protocol;

namespace Millrace.Bench.Recovery;

/// <summary>The changes of a running job, as the control API tells them, with the times at which they were heard of.</summary>
internal sealed class WatchedJob : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(5);

    private readonly Lock _guard = new();
    private readonly List<(long At, Job Job)> _changes = [];
    private readonly Jobs.JobsClient _jobs;
    private readonly string _id;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _watching;

    public WatchedJob(Jobs.JobsClient jobs, string id)
    {
        (_jobs, _id) = (jobs, id);
        _watching = WatchAsync();
    }

    /// <summary>The job as it is.</summary>
    public Job Now
    {
        get
        {
            lock (_guard) return _changes[^1].Job;
        }
    }

    /// <summary>When a change was first heard of after a moment.</summary>
    public long? First(long since, Func<Job, bool> condition)
    {
        lock (_guard) return _changes.Where(c => c.At > since && condition(c.Job)).Select(static c => (long?)c.At).FirstOrDefault();
    }

    /// <summary>Waits until all keys have been visited, and are in a checkpoint.</summary>
    public void WaitForAll(long keys)
    {
        Wait(() =>
        {
            lock (_guard) return _changes.Count > 0;
        });
        // Its size says how much state there is: each key with its 100 bytes, at least.
        Wait(() => _jobs.ListCheckpoints(new ListCheckpointsRequest { Job = _id }).Checkpoints.Any(c => c.StateBytes >= keys * 100));
        WaitForCheckpoint();
    }

    /// <summary>Waits for two more checkpoints of the job that runs.</summary>
    public void WaitForCheckpoint()
    {
        Wait(() => Now.State == Job.Types.State.Running);
        var from = Now.LatestCheckpoint;
        Wait(() => Now.State == Job.Types.State.Running && Now.LatestCheckpoint >= from + 2);
    }

    /// <summary>Waits for a condition.</summary>
    public void Wait(Func<bool> condition)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (_watching.IsFaulted) _watching.GetAwaiter().GetResult();
            if (Stopwatch.GetElapsedTime(begun) > s_longest) throw new TimeoutException($"The job did not become what it should within {s_longest}: {Now}");
            Thread.Sleep(5);
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _watching.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        _over.Dispose();
    }

    private async Task WatchAsync()
    {
        using var call = _jobs.Watch(new GetJobRequest { Job = _id }, cancellationToken: _over.Token);
        await foreach (var job in call.ResponseStream.ReadAllAsync(_over.Token))
        {
            lock (_guard) _changes.Add((Stopwatch.GetTimestamp(), job));
        }
    }
}
