using Millrace.Hosting.Artifacts;

namespace Millrace.JobManager.Dispatching;

/// <summary>Removal of ended jobs, unused artifacts and savepoints, at a user's request or by the retention setting.</summary>
internal sealed partial class Dispatcher
{
    private readonly HashSet<string> _removing = new(StringComparer.Ordinal);
    private ITimer? _cleaning;

    /// <summary>The artifacts that were uploaded or looked up recently: a submission may be about to name one.</summary>
    public RecentArtifacts RecentArtifacts { get; }

    /// <summary>Removes a job that has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="savepoints">Whether its savepoints are deleted as well.</param>
    /// <param name="onAnswer">Receives its id and the savepoints that remain.</param>
    /// <param name="limit">The time limit for an answer.</param>
    public void Remove(string job, bool savepoints, Action<Answer<(string Id, IReadOnlyList<string> Savepoints)>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? ReadLimit, Removing("The removal"), onAnswer);
        _mailbox.Post(() =>
        {
            var found = Find(job);
            if ((found.Refusal ?? WhyNotRemoved(found.Value!)) is { } refusal) Refuse(refusal, why => answer(why));
            else Remove(found.Value!.Status.Id, savepoints, answer);
        });
    }

    /// <summary>Removes jobs that ended long ago, and artifacts that no job uses.</summary>
    /// <param name="endedFor">Removes jobs that ended at least this long ago; null for none.</param>
    /// <param name="onAnswer">Receives what was removed; one that cannot be removed keeps no other from it.</param>
    /// <param name="limit">The time limit for an answer.</param>
    public void CleanUp(TimeSpan? endedFor, Action<Answer<CleanedUp>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? ReadLimit, Removing("The clean-up"), onAnswer);
        _mailbox.Post(() =>
        {
            var old = endedFor is not { } time ? [] : _jobs.Values
                .Where(j => j.Status.Ended is { } ended && _context.Time.GetUtcNow() - ended >= time && !_entering.ContainsKey(j.Status.Id) && !_removing.Contains(j.Status.Id))
                .Select(static j => j.Status.Id).ToList();
            RemoveNext(new CleanUpInProgress(old), answer);
        });
    }

    /// <summary>Deletes a savepoint.</summary>
    /// <param name="path">Its folder, or its manifest.</param>
    /// <param name="onAnswer">Receives the path.</param>
    /// <param name="limit">The time limit for an answer.</param>
    public void DisposeSavepoint(string path, Action<Answer<string>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? ReadLimit, Storage("The removal"), onAnswer);
        Effect(limit => _restores.DisposeAsync(path, limit), answer);
    }

    /// <summary>Starts the periodic removal of jobs that ended longer ago than the retention setting.</summary>
    private void KeepRetention()
    {
        if (_context.Retention is not { } retention) return;
        var period = TimeSpan.FromTicks(Math.Clamp((retention / 4).Ticks, TimeSpan.TicksPerSecond, TimeSpan.TicksPerHour));
        _cleaning ??= _context.Time.CreateTimer(_ => CleanUp(retention, LogFailed), null, period, period);

        void LogFailed(Answer<CleanedUp> cleaned)
        {
            foreach (var failure in cleaned.Refusal is { } refusal ? [refusal.Message] : cleaned.Value!.Failures) LogCleanUp(failure);
        }
    }

    private static Func<TimeSpan, string> Removing(string what) =>
        limit => $"{what} took longer than {Seconds(limit)}, and goes on if the storage answers. List the jobs to see which are left.";

    /// <summary>Marks an ended job as being removed, or returns why it cannot be.</summary>
    private Refusal? WhyNotRemoved(DispatchedJob job)
    {
        var id = job.Status.Id;
        if (job.Suspension is { } suspension) return suspension;
        if (!job.Status.HasEnded) return new Refusal(RefusalKind.Refused, $"Job {id} is {Word(job.Status.Result.State)}: only a job that has ended can be removed. Stop or cancel it first.");
        return _entering.ContainsKey(id) || !_removing.Add(id) ? new Refusal(RefusalKind.Refused, $"Job {id} is being removed or restored.") : null;
    }

    private void RemoveNext(CleanUpInProgress cleanUp, Action<Answer<CleanedUp>> onEnd)
    {
        if (cleanUp.Next() is not { } id)
        {
            DeleteUnused(artifacts => onEnd(cleanUp.End(artifacts)));
            return;
        }

        // Since the list was made it may have been restored, or removed by another request.
        if (!_jobs.TryGetValue(id, out var job) || !job.Status.HasEnded || _entering.ContainsKey(id) || !_removing.Add(id))
        {
            RemoveNext(cleanUp, onEnd);
            return;
        }

        Remove(id, savepoints: false, answer =>
        {
            cleanUp.Took(id, answer.Refusal);
            RemoveNext(cleanUp, onEnd);
        });
    }

    private void Remove(string id, bool savepoints, Action<Answer<(string Id, IReadOnlyList<string> Savepoints)>> onEnd) => Effect(
        limit => new JobRemoval(_context.Blobs).RemoveAsync(id, _epoch, savepoints, limit),
        kept =>
        {
            _removing.Remove(id);
            if (kept.Refusal is { } refusal)
            {
                onEnd(refusal);
                return;
            }

            _jobs.Remove(id);
            LogRemoved(id);
            onEnd((id, kept.Value!));
        });

    private void DeleteUnused(Action<Answer<IReadOnlyList<string>>> onEnd)
    {
        var used = _jobs.Values.Select(static j => j.Status.Record.Job.Artifact).ToHashSet(StringComparer.Ordinal);
        Effect<IReadOnlyList<string>>(
            async limit =>
            {
                var store = new ArtifactStore(_context.Blobs);
                var unused = (await store.ListAsync(limit)).Where(hash => !used.Contains(hash) && !RecentArtifacts.Contains(hash)).ToList();
                foreach (var hash in unused)
                {
                    await store.DeleteAsync(hash, limit);
                    LogArtifactDeleted(hash);
                }

                return unused;
            },
            onEnd);
    }
}
