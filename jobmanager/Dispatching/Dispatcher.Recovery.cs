using System.Text.Json;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// Recovery when a job manager starts: ended jobs stay listed, the others resume from their latest checkpoint, at the scale that they
/// were given last. A job whose head or record cannot be read is listed as failed, with the reason.
/// </summary>
internal sealed partial class Dispatcher
{
    private const int RecoveredAtOnce = 16;

    private static readonly TimeSpan s_roomInterval = TimeSpan.FromSeconds(1);

    private ITimer? _recovery;

    /// <summary>Reads the store and starts the jobs that have not ended.</summary>
    /// <param name="epoch">The epoch of this leader, which it swaps into their heads before it does anything else.</param>
    /// <param name="recovered">The highest epoch of an earlier leader that had recovered the jobs.</param>
    /// <param name="onEnd">Called with null when all recoverable jobs are started, or with the reason if the storage is unavailable.</param>
    public void Recover(long epoch, long recovered, Action<Refusal?> onEnd) => Effect(
        async cancellation =>
        {
            await TrySweepUnfinishedAsync();
            return await _records.ListAsync(cancellation);
        },
        ids =>
        {
            if (ids.Refusal is { } refusal) onEnd(refusal);
            else Recover((epoch, recovered), ids.Value!, [], onEnd);
        },
        // One that is slow is waited for: the jobs are known then or never.
        Timeout.InfiniteTimeSpan);

    /// <summary>Reads jobs, and again those for whose heads there is no room, until there is.</summary>
    /// <param name="epochs">The epoch of this leader, and the highest one of an earlier leader that had recovered the jobs.</param>
    /// <param name="left">Those that are left to read.</param>
    /// <param name="found">The others.</param>
    /// <param name="onEnd">Called when all are started, or with the reason if the storage is unavailable.</param>
    private void Recover((long Own, long Recovered) epochs, IReadOnlyList<string> left, IReadOnlyList<FoundJob> found, Action<Refusal?> onEnd) => Effect<(List<FoundJob> Read, string? WaitsFor)>(
        async _ =>
        {
            var read = found.ToList();
            foreach (var some in left.Chunk(RecoveredAtOnce)) read.AddRange(await Task.WhenAll(some.Select(id => ReadFoundAsync(id, epochs.Own))));
            if (read.Find(static f => f.IsWithoutRoom) is { } without) return (read, without.Problem);
            // Where the storage was slow, another one may lead by now, and what looks like a damaged job is its own.
            using var limit = new CancellationTokenSource(_context.Defaults.StoreTimeout, _context.Time);
            if (!await Leads(limit.Token)) throw new InvalidJobException("Another job manager leads now.");
            try
            {
                read = await WithoutRepeatedAsync(await WithoutVoidAsync(read, epochs, limit.Token), limit.Token);
                return await ConfirmRecovery(limit.Token) ? (read, null) : throw new InvalidJobException("Another job manager leads now.");
            }
            catch (IOException e) when (DiskSpace.IsUsedUp(e))
            {
                return (read, e.Message);
            }
        },
        answer =>
        {
            var read = answer.Value.Read ?? [];
            if (answer.Value.WaitsFor is { } room)
            {
                OnWaits?.Invoke(room);
                var again = read.Where(static f => f.IsWithoutRoom).Select(static f => f.Record.Job.JobId).ToList();
                _recovery = _context.Time.CreateTimer(
                    _ => Recover(epochs, again, [.. read.Where(static f => !f.IsWithoutRoom)], onEnd), null, s_roomInterval, Timeout.InfiniteTimeSpan);
                return;
            }

            _recovery?.Dispose();
            _epoch = epochs.Own;
            foreach (var job in read) Recover(job);
            KeepRetention();
            onEnd(answer.Refusal);
        },
        // Each job has its own.
        Timeout.InfiniteTimeSpan);

    /// <summary>Returns the highest epoch in the head of any job; 0 where there is none.</summary>
    public async Task<long> HighestEpochAsync(CancellationToken cancellation)
    {
        var highest = 0L;
        foreach (var jobId in await _records.ListAsync(cancellation))
        {
            try
            {
                highest = Math.Max(highest, (await _store.FindHeadAsync(jobId, null, cancellation))?.Head.LeaderEpoch ?? 0);
            }
            catch (CorruptBlobException)
            {
                // Nobody leads such a job.
            }
        }

        return highest;
    }

    private async Task TrySweepUnfinishedAsync()
    {
        using var limit = new CancellationTokenSource(_context.Defaults.StoreTimeout, _context.Time);
        try
        {
            await _store.SweepUnfinishedAsync("", limit.Token);
        }
        catch (Exception e)
        {
            LogNotSwept(e.Message);
        }
    }

    /// <summary>
    /// A new job has no head that would guard it: one that a replaced job manager entered when the next one had recovered the jobs was known to nobody, its
    /// submitter included, who may have given the command again there. One that has a checkpoint has run, or was copied here, and is left alone.
    /// </summary>
    private async Task<List<FoundJob>> WithoutVoidAsync(List<FoundJob> found, (long Own, long Recovered) epochs, CancellationToken cancellation)
    {
        var isVoid = found.ToLookup(f => f is { Left: not null, Head: { Submission: 0, Retained: [] } } && f.Epoch < epochs.Recovered);
        foreach (var job in isVoid[true].Select(static f => f.Record.Job.JobId))
        {
            LogVoid(job);
            await new JobRemoval(_context.Blobs).RemoveAsync(job, epochs.Own, savepoints: false, cancellation);
        }

        return [.. isVoid[false]];
    }

    /// <summary>
    /// A job manager that was replaced while it took a submission may have entered a job of which the next one knew nothing, when the command was given again
    /// there; and so may one to which the storage did not tell that it had: of the jobs of one command that of the newest leader counts, of that one the last
    /// that has begun, and another one that has not ended fails.
    /// </summary>
    private async Task<List<FoundJob>> WithoutRepeatedAsync(List<FoundJob> found, CancellationToken cancellation)
    {
        foreach (var same in found.Where(static f => f.Record.Command.Length > 0).GroupBy(static f => f.Record.Command).Where(static g => g.Count() > 1).ToList())
        {
            var newest = same.MaxBy(static f => (f.Epoch, f.Head?.Attempt ?? 0, f.Record.Submitted))!;
            foreach (var repeated in same.Where(f => f.Left is not null && f != newest).ToList())
            {
                var stored = repeated.Left!.Stored;
                await _store.TrySwapHeadAsync(stored.Head.End(HeadState.Failed), stored.Version, cancellation);
                found[found.IndexOf(repeated)] = repeated with { Head = null, Left = null, Problem = $"It was submitted again, as job {newest.Record.Job.JobId}." };
            }
        }

        return found;
    }

    private async Task<FoundJob> ReadFoundAsync(string jobId, long epoch)
    {
        using var limit = new CancellationTokenSource(_context.Defaults.StoreTimeout, _context.Time);
        JobRecord? record = null;
        try
        {
            record = await _records.ReadAsync(jobId, limit.Token);
            var head = (await _store.FindHeadAsync(jobId, null, limit.Token))?.Head ?? throw new CorruptBlobException($"It has no head in {_store.Describe(jobId)}.");
            var before = head.LeaderEpoch;
            // Whoever repeats a submission that got no further than its record wants it carried out.
            if (record.Submission != head.Submission) record = record with { Submission = head.Submission, Command = "" };
            var end = head.State == HeadState.Running ? null : await _records.ReadEndAsync(jobId, head.LeaderEpoch, limit.Token);
            // That of an earlier submission is no end of what was submitted since.
            if (end?.Submission != head.Submission) end = null;
            // First of all: a previous leader of the job, which may only be paused, can change nothing of it from here on.
            LeftBehind? left = null;
            if (end is null && head.State is not (HeadState.Failed or HeadState.Cancelled))
            {
                var taken = await _store.TakeOverAsync(jobId, _writer, epoch, limit.Token);
                taken = taken with { Head = taken.Head with { Commands = await _store.FindCommandsAsync(taken.Head, limit.Token) } };
                (head, left) = (taken.Head, new LeftBehind(taken, await _store.ReadPlanAsync(taken.Head, limit.Token), await ReadLatestAsync(taken.Head, limit.Token)));
            }

            return new FoundJob(record, head, left, end, await ReadPastAsync(jobId, head.LeaderEpoch, limit.Token), null) { Epoch = before };
        }
        catch (IOException e) when (record is not null && DiskSpace.IsUsedUp(e))
        {
            return new FoundJob(record, null, null, null, null, e.Message) { IsWithoutRoom = true };
        }
        catch (Exception e) when (e is CorruptBlobException or JsonException)
        {
            LogNotRecovered(jobId, e.Message);
            return new FoundJob(record ?? new JobRecord(new JobSubmission(jobId, jobId, "", new JobArguments(), 1, 1), default), null, null, null, null, e.Message);
        }
    }

    /// <summary>Tasks also run on without it: their next checkpoint is self-contained.</summary>
    private async Task<CheckpointManifest?> ReadLatestAsync(JobHead head, CancellationToken cancellation)
    {
        try
        {
            return head.Latest is { } latest ? await _store.ReadManifestAsync(latest.Manifest, cancellation) : null;
        }
        catch (CorruptBlobException e)
        {
            LogLatestUnread(head.JobId, e.Message);
            return null;
        }
    }

    /// <summary>A job also runs without its failure history.</summary>
    private async Task<JobPast?> ReadPastAsync(string jobId, long leaderEpoch, CancellationToken cancellation)
    {
        try
        {
            return await _records.ReadPastAsync(jobId, leaderEpoch, cancellation);
        }
        catch (Exception e) when (e is CorruptBlobException or JsonException)
        {
            LogPastUnread(jobId, e.Message);
            return null;
        }
    }

    private void Recover(FoundJob found)
    {
        var (record, head, left, end, past, problem) = found;
        var job = record.Job;
        // It has been submitted again in the meantime.
        if (_jobs.ContainsKey(job.JobId) || _entering.ContainsKey(job.JobId)) return;
        if (head is null)
        {
            var failure = new JobFailure(FailureDomain.External, "the storage", $"It cannot be recovered. {problem}", "", CanRetry: false);
            // Without a time of its end it is never removed because that is long ago.
            _jobs[job.JobId] = new DispatchedJob(new JobStatus(record, new JobResult(JobState.Failed, 0, 0, 0, failure) { Job = job, Parallelism = job.Parallelism }, null));
            return;
        }

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
                Commands = end?.Commands ?? head.Commands,
                Losses = end?.Losses ?? default,
                Failures = past?.Failures ?? [],
                History = past?.Checkpoints ?? CheckpointOverview.Empty,
            };
            _jobs[job.JobId] = new DispatchedJob(new JobStatus(record, result, end?.Time ?? record.Submitted));
            return;
        }

        LogRecovered(job.JobId, job.JobName);
        var master = Run(record, left?.Wanted, head, left, past).Master!;
        // The savepoint that ends it is complete but not published yet: it resumes, to be ended with it or, where it was stopped or that one is damaged, with another.
        var stops = head.State is HeadState.Stopped or HeadState.Finished ? head.Commands.Where(c => c.IsStop && c.Checkpoint == head.Latest?.Checkpoint).ToList() : [];
        if (head.State == HeadState.Stopped || stops.Count > 0)
            master.Stop(new StopRequest(IsSavepoint: true, Drain: stops is [{ Kind: CommandKind.Drain }, ..]) { Commands = [.. stops.Select(static c => c.Id)] });
    }

    /// <summary>A job in the storage; its head is null where it or the record cannot be read, for the given reason.</summary>
    private sealed record FoundJob(JobRecord Record, JobHead? Head, LeftBehind? Left, JobEnd? End, JobPast? Past, string? Problem)
    {
        /// <summary>The epoch of the leader that ran it before.</summary>
        public long Epoch { get; init; }

        /// <summary>Whether there is no room for its head, so that it could not be taken over.</summary>
        public bool IsWithoutRoom { get; init; }
    }
}
