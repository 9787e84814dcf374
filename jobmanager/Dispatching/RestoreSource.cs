using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;
using Millrace.Hosting.Restoring;
using Millrace.JobManager.Restoring;

namespace Millrace.JobManager.Dispatching;

/// <summary>Finds what a submission restores from. Reads the store, and copies in a savepoint that is outside it.</summary>
/// <param name="blobs">The cluster's storage.</param>
/// <param name="storage">Its URI.</param>
/// <param name="stores">Opens other storages.</param>
internal sealed class RestoreSource(IBlobStore blobs, StorageUri storage, IBlobStores stores)
{
    private readonly JobStore _store = new(blobs);
    private readonly JobRecords _records = new(blobs);

    /// <summary>Looks up what <c>--restore</c> names.</summary>
    /// <param name="value">A job's id, an unambiguous prefix of it or its name, <c>latest</c>, or a path.</param>
    /// <param name="jobId">The job that the value names; null where it names none.</param>
    /// <param name="name">The job's name, or empty.</param>
    /// <param name="entering">The ids of the jobs that are being submitted.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The job to continue; null where <c>latest</c> finds none.</returns>
    /// <exception cref="InvalidJobException">There is nothing to restore from.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task<RestoredJob?> FindAsync(string value, string? jobId, string name, IReadOnlyCollection<string> entering, CancellationToken cancellation)
    {
        if (jobId is not null) return await RestoredJob.FindAsync(new RestorePoint(storage, jobId, null), NullIfEmpty(name), "", _store, cancellation);
        if (value == RestorePoint.LatestWord)
        {
            if (name.Length == 0) throw new InvalidJobException("--restore latest finds a job by its name on a cluster: give it with --name, or give the job to resume.");
            return await RestoredJob.FindAsync(RestorePoint.Latest, name, "", _store, cancellation, ExistsAsync);
        }

        var point = await RestorePoint.FindAsync(value, storage, stores, cancellation)
            ?? throw new InvalidJobException($"--restore {value}: there is no such job, folder or manifest. Give a job, a savepoint, or '{RestorePoint.LatestWord}'.");
        if (point.JobId is null)
            throw new InvalidJobException($"--restore {value}: the path is not a job's folder, a manifest or a savepoint. Give one of these, or a job of the cluster.");
        if (point.Storage != storage) await BringInAsync(point, value, cancellation);
        return await RestoredJob.FindAsync(point, NullIfEmpty(name), "", _store, cancellation);

        // A submission that got no further than its head is no job, and has no output.
        async Task<bool> ExistsAsync(JobHead head) => head.Attempt > 0 || entering.Contains(head.JobId) || await _records.FindVersionAsync(head.JobId, cancellation) is not null;
    }

    /// <summary>
    /// Rewrites the head of a restored job: it resumes from the named checkpoint, at the scale given, is not ended, and is led by the
    /// given writer.
    /// </summary>
    /// <param name="restored">The job, and what it resumes from.</param>
    /// <param name="job">What it is from now on.</param>
    /// <param name="carriedOut">The commands that were carried out before.</param>
    /// <param name="leader">The leader's unique name, and its epoch.</param>
    /// <param name="record">Records the submission under the number given; called before the head is changed, because what runs has a record.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The head.</returns>
    /// <exception cref="InvalidJobException">The job was removed in the meantime.</exception>
    /// <exception cref="JobConflictException">The job was changed in the meantime, or another job manager leads it.</exception>
    public async Task<JobHead> ReopenAsync(
        RestoredJob restored, JobSubmission job, IReadOnlyList<JobCommand> carriedOut, (string Writer, long Epoch) leader, Func<int, Task> record, CancellationToken cancellation)
    {
        if (await _store.FindHeadAsync(restored.Head.JobId, restored.Point?.Checkpoint, cancellation) is not var (head, version))
            throw new InvalidJobException($"Job {restored.Head.JobId} was removed in the meantime.");
        if (head.LeaderEpoch > leader.Epoch) throw new JobConflictException($"Job {head.JobId} is led with epoch {head.LeaderEpoch}, and this job manager has {leader.Epoch}: another one leads. Submit there.");
        var submission = head.Submission + 1;
        await record(submission);
        var reopened = (restored.Point is { } point ? head.AsOf(point) : head).End(HeadState.Running).TakeOver(leader.Writer, leader.Epoch) with
        {
            Submission = submission,
            Parallelism = job.Parallelism,
            OperatorParallelism = job.OperatorParallelism,
            Deployment = null,
            // The checkpoint may be the latest again, and is then not one with which these are to end the job.
            Commands = [.. carriedOut.Select(static c => c with { Checkpoint = 0 })],
        };
        if (await _store.TrySwapHeadAsync(reopened, version, cancellation) is null) throw new JobConflictException($"Job {head.JobId} was changed in the meantime; submit again.");
        return reopened;
    }

    /// <summary>Enters a new job, led by the given writer.</summary>
    /// <returns>The head.</returns>
    /// <exception cref="JobConflictException">The job already exists.</exception>
    public async Task<JobHead> EnterAsync(JobSubmission job, (string Writer, long Epoch) leader, CancellationToken cancellation)
    {
        var head = JobHead.Create(job.JobId, job.JobName, job.MaxParallelism, job.Arguments.StartTime, job.Arguments.Seed).TakeOver(leader.Writer, leader.Epoch);
        if (await _store.TrySwapHeadAsync(head, null, cancellation) is null) throw new JobConflictException($"Job {head.JobId} already exists; submit again.");
        return head;
    }

    /// <summary>Deletes a savepoint, its manifest first, so that a half-deleted one is not a savepoint.</summary>
    /// <param name="value">Its folder or manifest; may be relative to the cluster's storage.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>Its folder.</returns>
    /// <exception cref="InvalidJobException">It is not a savepoint, or a job continues from it.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task<string> DisposeAsync(string value, CancellationToken cancellation)
    {
        var point = await RestorePoint.FindAsync(value, storage, stores, cancellation);
        if (point is not { JobId: { } jobId, Checkpoint: { } checkpoint, IsSavepoint: true }) throw new InvalidJobException($"'{value}' is not a savepoint. Give its folder, or the manifest in it.");
        var from = point.Storage == storage ? blobs : stores.Open(point.Storage!);
        var store = new JobStore(from);
        var savepoint = (await store.FindSavepointsAsync(jobId, cancellation)).FirstOrDefault(s => s.Checkpoint == checkpoint) ?? throw new InvalidJobException($"'{value}' has no manifest: it is not a savepoint.");
        var folder = JobStore.FolderOf(savepoint.Manifest);
        if (point.Storage == storage && await UsersAsync(store, jobId, folder, cancellation) is { Count: > 0 } users)
            throw new InvalidJobException($"Job {jobId} needs this savepoint: its checkpoint {string.Join(", ", users)} depends on it. Remove the job, or wait until it has newer checkpoints.");
        await from.DeleteAsync(savepoint.Manifest, cancellation);
        await foreach (var (name, _) in from.ListAllAsync(folder, cancellation)) await from.DeleteAsync(name, cancellation);
        return from.Describe(folder.TrimEnd('/'));
    }

    /// <summary>Returns the retained checkpoints in a savepoint's folder. No other refers to it: the first checkpoint after it is complete in itself.</summary>
    private static async Task<IReadOnlyList<long>> UsersAsync(JobStore store, string jobId, string folder, CancellationToken cancellation) =>
        [.. ((await store.ReadHeadAsync(jobId, cancellation))?.Head.Retained ?? [])
            .Where(c => c.Manifest.StartsWith(folder, StringComparison.Ordinal))
            .Select(static c => c.Checkpoint)];

    private async Task BringInAsync(RestorePoint point, string value, CancellationToken cancellation)
    {
        if (point.Checkpoint is not { } checkpoint || !point.IsSavepoint)
            throw new InvalidJobException($"--restore {value} is outside the cluster's storage; from there only a savepoint can be restored. Give a savepoint's folder.");
        await SavepointCopies.CopyAsync(stores.Open(point.Storage!), blobs, point.JobId!, checkpoint, cancellation);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
