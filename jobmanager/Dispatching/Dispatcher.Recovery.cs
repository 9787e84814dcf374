using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// What a job manager finds when it is started: jobs that have ended stay listed, the others run on from their latest checkpoint, at the
/// scale that they were given last.
/// </summary>
internal sealed partial class Dispatcher
{
    /// <summary>Reads the store and starts what has not ended.</summary>
    /// <param name="onEnd">Told when all jobs that can be are there, and why not where the storage is unavailable.</param>
    public void Recover(Action<Refusal?> onEnd) => Effect(
        () =>
        {
            TrySweepUnfinished();
            return _records.List().Select(ReadFound).OfType<FoundJob>().ToList();
        },
        found =>
        {
            foreach (var job in found.Value ?? []) Recover(job);
            KeepRetention();
            onEnd(found.Refusal);
        });

    private void TrySweepUnfinished()
    {
        try
        {
            _store.SweepUnfinished("");
        }
        catch (Exception e)
        {
            LogNotSwept(e.Message);
        }
    }

    private FoundJob? ReadFound(string jobId)
    {
        try
        {
            var head = _store.FindHead(jobId)?.Head ?? throw new CorruptBlobException($"It has no head in {_store.Describe(jobId)}.");
            var record = _records.Read(jobId);
            var end = head.State == HeadState.Running ? null : _records.ReadEnd(jobId, head.LeaderEpoch);
            // Before anything else: whoever ran the job until now, and is paused perhaps, changes nothing of it any more.
            if (end is null && head.State is not (HeadState.Failed or HeadState.Cancelled)) head = _store.TakeOver(jobId, _writer);
            return new FoundJob(record, head, end, ReadPast(jobId, head.LeaderEpoch));
        }
        catch (Exception e) when (e is CorruptBlobException or JsonException)
        {
            LogNotRecovered(jobId, e.Message);
            return null;
        }
    }

    /// <summary>A job runs also without what is known of its failures.</summary>
    private JobPast? ReadPast(string jobId, long leaderEpoch)
    {
        try
        {
            return _records.ReadPast(jobId, leaderEpoch);
        }
        catch (Exception e) when (e is CorruptBlobException or JsonException)
        {
            LogPastUnread(jobId, e.Message);
            return null;
        }
    }

    private void Recover(FoundJob found)
    {
        var (record, head, end, past) = found;
        var job = record.Job;
        // It was submitted again meanwhile.
        if (_jobs.ContainsKey(job.JobId) || _entering.Contains(job.JobId)) return;
        if (head.Parallelism > 0) job = job with { Parallelism = head.Parallelism, OperatorParallelism = head.OperatorParallelism };
        record = record with { Job = job };
        if (end is not null || head.State is HeadState.Failed or HeadState.Cancelled)
        {
            var state = end?.State ?? (head.State == HeadState.Failed ? JobState.Failed : JobState.Cancelled);
            var result = new JobResult(state, end?.Checkpoints ?? 0, head.Latest?.Checkpoint ?? 0, end?.Restarts ?? past?.Restarts ?? 0, end?.Failure)
            {
                Job = job,
                Parallelism = job.Parallelism,
                Attempt = head.Attempt,
                Savepoint = end?.Savepoint,
                Losses = end?.Losses ?? default,
                Failures = past?.Failures ?? [],
            };
            _jobs[job.JobId] = new DispatchedJob(new JobStatus(record, result, end?.Time ?? record.Submitted));
            return;
        }

        LogRecovered(job.JobId, job.JobName);
        var master = Run(record, null, head.LeaderEpoch, past).Master!;
        // What it was stopped with is complete and not published yet: it runs on to be stopped again.
        if (head.State == HeadState.Stopped) master.Stop(new StopRequest(IsSavepoint: true));
    }

    private sealed record FoundJob(JobRecord Record, JobHead Head, JobEnd? End, JobPast? Past);
}
