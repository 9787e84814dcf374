using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Restoring;
using Millrace.Core.Scheduling;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// What a job does with its store. Each call may take long, and is made as an effect. Where the outcome of a change of the head is not known, it is read
/// again before anything else.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="jobId">The job.</param>
/// <param name="writer">A unique name of this leader.</param>
/// <param name="restore">The checkpoint that the first attempt restores; null for the latest.</param>
/// <param name="left">What another job manager has left; null where there is nothing.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed class JobStorage(JobStore store, string jobId, string writer, RetainedCheckpoint? restore, LeftBehind? left, TimeProvider time, JobLog log)
{
    private PlannedJob? _stored = left?.Planned;
    private int _foreign;

    private string ChangedMeanwhile => $"The head of job {jobId} was changed in the meantime.";

    private JobFailure Refused => new(FailureDomain.External, "", ChangedMeanwhile, "");

    /// <summary>Writes the next attempt into the head, with its scale, its deployment and the checkpoint that it restores.</summary>
    public async Task<ClaimOutcome> ClaimAsync(ClaimRequest request, CancellationToken cancellation)
    {
        try
        {
            return await TryClaimAsync(request, cancellation);
        }
        catch (Exception e)
        {
            return new ClaimOutcome.NotTaken(new JobFailure(FailureDomain.External, "", e.Message, e.ToString(), CanRetry: e is IOException and not CorruptBlobException));
        }
    }

    /// <summary>Changes the head, which this leader wrote last.</summary>
    public async Task<SwapOutcome> SwapAsync(JobHead head, BlobVersion? version, CancellationToken cancellation)
    {
        try
        {
            if (await store.TrySwapHeadAsync(head, version, cancellation) is { } stored) return new SwapOutcome.Swapped(stored);
            return await FindWhyDeposedAsync(head.LeaderEpoch, null, cancellation) is { } deposed ? new SwapOutcome.Deposed(deposed) : new SwapOutcome.Refused(Refused);
        }
        catch (CorruptBlobException e)
        {
            return new SwapOutcome.Refused(FailureIn("head", e));
        }
        catch (Exception e)
        {
            return await TryFindWhyDeposedAsync(head.LeaderEpoch, cancellation) is { } deposed ? new SwapOutcome.Deposed(deposed) : new SwapOutcome.Unknown(FailureIn("head", e));
        }
    }

    /// <summary>
    /// Writes a checkpoint. Nothing is decided until the head names it, so that a manifest that cannot be written only aborts it. One that is written is not
    /// written again.
    /// </summary>
    public async Task<CheckpointOutcome> WriteAsync(CheckpointDraft draft, CancellationToken cancellation)
    {
        if (draft.Name is null)
        {
            try
            {
                var begun = time.GetTimestamp();
                var (manifest, written) = await store.WriteManifestAsync(draft.Manifest, draft.Operators, draft.LeaderEpoch, cancellation);
                draft = draft with { Manifest = manifest, Name = written, Took = time.GetElapsedTime(begun), Written = time.GetTimestamp() };
            }
            catch (Exception e)
            {
                return await TryFindWhyDeposedAsync(draft.LeaderEpoch, cancellation) is { } deposed ? new CheckpointOutcome.Deposed(deposed) : new CheckpointOutcome.Aborted(e.Message);
            }
        }

        try
        {
            return draft.Head is null ? await SaveAsync(draft, draft.Name, cancellation) : await CompleteAsync(draft, draft.Head, draft.Name, cancellation);
        }
        catch (CorruptBlobException e)
        {
            return new CheckpointOutcome.Refused(FailureIn("checkpoint", e));
        }
        catch (Exception e)
        {
            return await TryFindWhyDeposedAsync(draft.LeaderEpoch, cancellation) is { } deposed
                ? new CheckpointOutcome.Deposed(deposed)
                : new CheckpointOutcome.Unknown(FailureIn("checkpoint", e), draft);
        }
    }

    private async Task<CheckpointOutcome> CompleteAsync(CheckpointDraft draft, JobHead before, string name, CancellationToken cancellation)
    {
        var head = before.Complete(new RetainedCheckpoint(draft.Manifest.Checkpoint, name), draft.Retain);
        if (draft.Ends is { } end) head = head.End(end);
        if (await store.TrySwapHeadAsync(head, draft.Version, cancellation) is { } stored)
            return new CheckpointOutcome.Completed(stored, draft.Manifest, store.Describe(name), new StoreTimes(draft.Took, time.GetElapsedTime(draft.Written)));
        return await FindWhyDeposedAsync(draft.LeaderEpoch, null, cancellation) is { } deposed ? new CheckpointOutcome.Deposed(deposed) : new CheckpointOutcome.Refused(Refused);
    }

    /// <summary>
    /// A savepoint that no head names is complete when its manifest is written while this leader leads: another one finds it then, or takes its own for the command
    /// that asked for it.
    /// </summary>
    private async Task<CheckpointOutcome> SaveAsync(CheckpointDraft draft, string name, CancellationToken cancellation) =>
        await FindWhyDeposedAsync(draft.LeaderEpoch, null, cancellation) is { } deposed
            ? new CheckpointOutcome.Deposed(deposed)
            : new CheckpointOutcome.Saved(name, new StoreTimes(draft.Took, null));

    /// <summary>Deletes what the job has freed. What is left, the next scavenging finds; no checkpoint depends on it.</summary>
    public Task DeleteAsync(JobHead head, IReadOnlyList<string> freed, CancellationToken cancellation) =>
        TrySweepAsync(() => store.DeleteFreedAsync(head, freed, cancellation));

    /// <summary>Deletes what no retained checkpoint reaches.</summary>
    public Task ScavengeAsync(JobHead head, CancellationToken cancellation) => TrySweepAsync(async () =>
    {
        var foreign = await store.ScavengeAsync(head, cancellation);
        if (Interlocked.Exchange(ref _foreign, foreign) < foreign) log.Foreign(jobId, foreign, store.Describe(jobId));
    });

    /// <summary>Writes the end of the job into its head. That of another leader is left alone.</summary>
    /// <param name="leader">The epoch of this leader; 0 if it has none.</param>
    /// <param name="state">The end.</param>
    /// <param name="known">The head as this leader wrote it last; null if it has not.</param>
    /// <param name="commands">The commands that were carried out.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Why this leader cannot write it, because the head is another one's; null if it is written, or could not be.</returns>
    public async Task<JobFailure?> EndAsync(long leader, HeadState state, StoredHead? known, IReadOnlyList<JobCommand> commands, CancellationToken cancellation)
    {
        try
        {
            // It is read again, because a swap by this leader may have succeeded after all.
            while (true)
            {
                var read = await FindHeadAsync(null, known, cancellation);
                if (WhyDeposed(read?.Head, leader) is { } deposed) return deposed;
                if (read is null) break;
                if (await store.TrySwapHeadAsync(read.Head.End(state) with { Commands = commands }, read.Version, cancellation) is not null) break;
            }
        }
        catch (Exception e)
        {
            // The job ends whether or not its head could be written.
            log.Store(jobId, e.Message);
        }

        return null;
    }

    private async Task<ClaimOutcome> TryClaimAsync(ClaimRequest request, CancellationToken cancellation)
    {
        await TrySweepAsync(() => store.SweepUnfinishedAsync(jobId, cancellation));
        var (leader, planned) = (request.LeaderEpoch, request.Planned);
        var goesBackTo = leader == 0 ? restore : null;
        var found = await FindHeadAsync(goesBackTo, request.Known, cancellation);
        if (WhyDeposed(found?.Head, leader) is { } deposed) return new ClaimOutcome.Deposed(deposed);
        if (found is null) throw new InvalidOperationException($"Job {jobId} has no head.");
        var head = goesBackTo is null ? found.Head : found.Head.AsOf(goesBackTo);
        var (checkpoint, damage) = await ReadNewestWholeAsync(head, found.Version, request.Damaged, cancellation);
        damage = [.. head.PassedOver, .. damage];
        if (FallbackRules.Refuse(planned.Graph, damage) is { } refusal) throw new InvalidOperationException(refusal);
        if (request.Scope is not null && damage.Count > 0) return new ClaimOutcome.NeedsAll(string.Join('\n', damage));
        foreach (var problem in damage) log.Fallback(jobId, problem);
        var next = head.BeginAttempt(leader != 0 ? leader : head.LeaderEpoch + 1, checkpoint?.Manifest.Checkpoint ?? 0);
        next = next with
        {
            Parallelism = planned.Job.Parallelism,
            OperatorParallelism = planned.Job.OperatorParallelism,
            Deployment = request.Scope is { } scope
                ? head.Deployment!.Restart(scope, next.Attempt, request.Placement)
                : Deployment.Of(planned.Graph, next.Attempt, request.Placement),
            Commands = request.Commands,
            Losses = request.Losses ?? checkpoint?.Manifest.Losses ?? default,
            Plan = ReferenceEquals(planned, _stored) ? head.Plan : await store.WritePlanAsync(jobId, next.Attempt, next.LeaderEpoch, planned, cancellation),
            Writer = writer,
        };
        // After a checkpoint in which every subtask has finished, only its publishing is left to do. Else a stop is carried out again: who leads next, and knows
        // nothing of that, must not take it for done.
        next = checkpoint is { Manifest.Finished: true }
            ? next.End(HeadState.Finished)
            : next with { Commands = [.. request.Commands.Where(c => !c.IsStop || !request.Stops.Contains(c.Id))] };
        var stored = await store.TrySwapHeadAsync(next, found.Version, cancellation) ?? throw new IOException(ChangedMeanwhile);
        _stored = planned;
        if (head.Plan.Length > 0 && head.Plan != next.Plan) await TrySweepAsync(() => store.DeletePlanAsync(head.Plan, cancellation));
        return new ClaimOutcome.Taken(stored, checkpoint is null ? null : FormerIds.Follow(checkpoint, planned.Graph));
    }

    /// <summary>Reads the head, and returns why this leader can change it no longer; null where it can.</summary>
    private async Task<JobFailure?> FindWhyDeposedAsync(long leader, StoredHead? known, CancellationToken cancellation) =>
        WhyDeposed((await FindHeadAsync(null, known, cancellation))?.Head, leader);

    /// <summary>After a failure of the store: null also where that is not known.</summary>
    private async Task<JobFailure?> TryFindWhyDeposedAsync(long leader, CancellationToken cancellation)
    {
        try
        {
            return await FindWhyDeposedAsync(leader, null, cancellation);
        }
        catch (Exception e)
        {
            log.Store(jobId, e.Message);
            return null;
        }
    }

    private JobFailure? WhyDeposed(JobHead? found, long leader) => found switch
    {
        _ when leader == 0 => null,
        null => External($"Job {jobId} has no head any longer: another process has removed it."),
        { LeaderEpoch: var epoch } when epoch > leader => External("Another process runs the job now."),
        // Where the newest version of a head is damaged, an older one may be read: nobody has taken the job over.
        { LeaderEpoch: var epoch } when epoch < leader =>
            throw new CorruptBlobException($"The head of job {jobId} is of an earlier time: it has the leader epoch {epoch}, and this process wrote it with {leader}."),
        _ => null,
    };

    private static JobFailure External(string message) => new(FailureDomain.External, "", message, "", CanRetry: false);

    /// <summary>This leader knows what it wrote last, even where the stored head is damaged.</summary>
    private async Task<StoredHead?> FindHeadAsync(RetainedCheckpoint? goesBackTo, StoredHead? known, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadHeadAsync(jobId, cancellation) ?? await store.FindHeadAsync(jobId, goesBackTo?.Checkpoint, cancellation);
        }
        catch (CorruptBlobException e)
        {
            log.DamagedHead(jobId, e.Message);
            return known is not null && known.Version == await store.FindVersionOfHeadAsync(jobId, cancellation)
                ? known
                : await store.FindHeadAsync(jobId, goesBackTo?.Checkpoint, cancellation);
        }
    }

    /// <summary>A missing blob may have been swept by another leader since the head was read; only one that the newest head names is damaged.</summary>
    private async Task<(RestoredCheckpoint? Checkpoint, IReadOnlyList<string> Damage)> ReadNewestWholeAsync(
        JobHead head, BlobVersion? version, IReadOnlyDictionary<long, string> damaged, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadNewestWholeAsync(head, damaged, cancellation);
        }
        catch (CorruptBlobException)
        {
            if (await store.FindVersionOfHeadAsync(jobId, cancellation) != version) throw new IOException(ChangedMeanwhile);
            throw;
        }
    }

    private async Task TrySweepAsync(Func<Task> sweep)
    {
        try
        {
            await sweep();
        }
        catch (Exception e)
        {
            log.Store(jobId, e.Message);
        }
    }

    private static JobFailure FailureIn(string what, Exception e) => new(FailureDomain.External, what, e.Message, e.ToString());
}
