using Millrace.Core.Checkpoints;
using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Restoring;
using Millrace.JobManager.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>Requests to existing jobs. When a job ends, all its pending requests are answered.</summary>
internal sealed partial class Dispatcher
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    /// <summary>Cancels a job without a last checkpoint; answers when it has ended.</summary>
    public void Cancel(string job, Action<Answer<JobStatus>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? CancelLimit, Standing(job, "The cancel", "It ends as soon as it can."), onAnswer);
        _mailbox.Post(() =>
        {
            var found = Find(job);
            if (found.Value is not { } dispatched)
            {
                Refuse(found.Refusal!, refusal => answer(refusal));
                return;
            }

            if (dispatched.Status.HasEnded)
            {
                WhileLeading(() => answer(dispatched.Status), refusal => answer(refusal));
                return;
            }

            dispatched.Master?.Cancel();
            dispatched.WhenEnded(refusal => answer(refusal is null ? dispatched.Status : refusal));
        });
    }

    /// <summary>Stops a job with a savepoint; answers when it has ended.</summary>
    /// <param name="job">The job.</param>
    /// <param name="drain">Whether event time advances to its end first.</param>
    /// <param name="directory">A folder for a copy of the savepoint; empty for none.</param>
    /// <param name="onAnswer">Receives the savepoint's path.</param>
    /// <param name="limit">The time limit for an answer; the job is still stopped when it can be.</param>
    /// <param name="command">The id of the command; empty for none. One that is repeated has the same answer.</param>
    public void Stop(string job, bool drain, string directory, Action<Answer<(JobStatus Status, string Savepoint)>> onAnswer, TimeSpan? limit = null, string command = "")
    {
        var answer = Within(limit ?? SavepointLimit, Standing(job, "The stop", "It stops as soon as its savepoint can be taken; a cancel ends it without one."), onAnswer);
        Ask<SavepointResult>(
            job,
            dispatched => Repeated(dispatched, command, CommandKind.Stop, CommandKind.Drain) is { } done ? new SavepointResult(_store.Describe(done.Manifest), null) : null,
            (master, stopped) => master.Stop(new StopRequest(IsSavepoint: true, drain, stopped) { Commands = [command] }),
            WhyNone,
            (dispatched, result) =>
            {
                if (result.IsEarlier) Copy(null);
                else dispatched.WhenEnded(Copy);

                void Copy(Refusal? suspension)
                {
                    if (suspension is not null) answer(suspension);
                    else CopyOut(result.Path!, directory, copied => answer(copied.Refusal is { } refusal ? refusal : (dispatched.Status, copied.Value!)));
                }
            },
            refusal => answer(refusal));
    }

    /// <summary>Takes a savepoint; answers when it is complete.</summary>
    /// <param name="job">The job.</param>
    /// <param name="directory">The folder to write it to; empty for the job's own.</param>
    /// <param name="onAnswer">Receives the savepoint's path.</param>
    /// <param name="limit">The time limit for an answer; the savepoint is still taken when it can be.</param>
    /// <param name="command">The id of the command; empty for none. One that is repeated has the same answer.</param>
    public void Savepoint(string job, string directory, Action<Answer<string>> onAnswer, TimeSpan? limit = null, string command = "")
    {
        var answer = Within(limit ?? SavepointLimit, Standing(job, "The savepoint", "It is taken as soon as it can be."), onAnswer);
        Ask<SavepointResult>(
            job,
            dispatched => Repeated(dispatched, command, CommandKind.Savepoint) is { } done ? new SavepointResult(_store.Describe(done.Manifest), null) : null,
            (master, taken) => master.Savepoint(taken, command),
            WhyNone,
            (_, result) => CopyOut(result.Path!, directory, answer),
            refusal => answer(refusal));
    }

    /// <summary>Takes a checkpoint now; answers when it is complete.</summary>
    public void Checkpoint(string job, Action<Answer<CheckpointRecord>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? SavepointLimit, Standing(job, "The checkpoint", "It is taken as soon as it can be."), onAnswer);
        Ask<CheckpointRecord>(
            job,
            static _ => null,
            (master, taken) => master.Checkpoint(taken),
            static record => record.Failure is { } failure ? new Refusal(RefusalKind.Refused, record.Checkpoint == 0 ? failure : $"Checkpoint {record.Checkpoint} failed: {failure}") : null,
            (_, record) => answer(record),
            refusal => answer(refusal));
    }

    /// <summary>Changes a job's scale; answers when it processes records again.</summary>
    public void Rescale(string job, ScaleRequest request, Action<Answer<(JobStatus Status, TimeSpan Interruption)>> onAnswer)
    {
        if (request.Timeout <= TimeSpan.Zero || request.Timeout > LongestWait)
        {
            onAnswer(new Refusal(RefusalKind.BadInput, $"Time-out {request.Timeout}: give more than 0 s, and {LongestWait.TotalHours} hours or less."));
            return;
        }

        // The job enforces the time-out itself; it is given a moment longer to report it.
        var answer = Within(request.Timeout + ReadLimit, Standing(job, "The rescale", "It continues."), onAnswer);
        Ask<ScaleResult>(
            job,
            dispatched => Repeated(dispatched, request.Command, CommandKind.Rescale) is { } done ? new ScaleResult(done.Interruption, null) : null,
            (master, scaled) => master.Rescale(request, scaled),
            static result => result.Refusal is { } refusal ? new Refusal(result.IsBadInput ? RefusalKind.BadInput : result.IsLate ? RefusalKind.Late : RefusalKind.Refused, refusal) : null,
            (dispatched, result) => answer((dispatched.Status, result.Interruption)),
            refusal => answer(refusal));
    }

    /// <summary>Lists the known checkpoints of a job, newest first.</summary>
    public void ListCheckpoints(string job, Action<Answer<CheckpointOverview>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? ReadLimit, Storage("The list of checkpoints"), onAnswer);
        _mailbox.Post(() =>
        {
            var found = Find(job);
            if (found.Value is not { } dispatched)
            {
                Refuse(found.Refusal!, refusal => answer(refusal));
                return;
            }

            var (id, history) = (dispatched.Status.Id, dispatched.Status.HasEnded || dispatched.Master is not { } master ? dispatched.Status.Result.History : master.Checkpoints);
            Effect(limit => ListAsync(id, history, limit), answer);
        });

        async Task<CheckpointOverview> ListAsync(string id, CheckpointOverview history, CancellationToken cancellation)
        {
            var kept = (await _store.FindHeadAsync(id, null, cancellation))?.Head.Retained ?? [];
            var savepoints = await _store.FindSavepointsAsync(id, cancellation);
            return history with { Records = CheckpointListing.Merge(history.Records, [.. kept.Select(Name)], [.. savepoints.Select(Name)], _context.Time.GetUtcNow()) };
        }

        (long, string) Name(Core.Checkpoints.RetainedCheckpoint checkpoint) => (checkpoint.Checkpoint, _store.Describe(checkpoint.Manifest));
    }

    /// <summary>Asks a job that has not ended; one that has is asked whether it has done before what is asked.</summary>
    /// <param name="job">The job.</param>
    /// <param name="repeated">Returns what it has done before; null for nothing.</param>
    /// <param name="ask">Asks it.</param>
    /// <param name="negative">Returns what it answers as a refusal; null where it has done what was asked.</param>
    /// <param name="onAnswer">Receives what it has done.</param>
    /// <param name="onRefusal">Receives why it has not.</param>
    private void Ask<T>(
        string job, Func<DispatchedJob, T?> repeated, Action<JobMaster, Action<T>> ask, Func<T, Refusal?> negative, Action<DispatchedJob, T> onAnswer, Action<Refusal> onRefusal)
        where T : class => _mailbox.Post(() =>
    {
        var found = Find(job);
        if (found.Value is not { } dispatched)
        {
            Refuse(found.Refusal!, onRefusal);
            return;
        }

        if (dispatched.Suspension is { } suspension)
        {
            onRefusal(suspension);
            return;
        }

        if (dispatched.Status.HasEnded || dispatched.Master is not { } master)
        {
            if (repeated(dispatched) is { } before) onAnswer(dispatched, before);
            else Refuse(new Refusal(RefusalKind.Refused, $"Job {dispatched.Status.Id} is {Word(dispatched.Status.Result.State)}."), onRefusal);
            return;
        }

        var isAnswered = false;
        dispatched.WhenEnded(OnEnd);
        ask(master, answer => _mailbox.Post(() =>
        {
            if (isAnswered) return;
            isAnswered = true;
            dispatched.ForgetEnd(OnEnd);
            if (negative(answer) is { } refusal) Refuse(refusal, onRefusal);
            else onAnswer(dispatched, answer);
        }));

        void OnEnd(Refusal? since)
        {
            if (isAnswered) return;
            isAnswered = true;
            if (since is not null) onRefusal(since);
            else if (repeated(dispatched) is { } before) onAnswer(dispatched, before);
            else onRefusal(new Refusal(RefusalKind.Refused, $"Job {dispatched.Status.Id} ended first: it is {Word(dispatched.Status.Result.State)}."));
        }
    });

    private static JobCommand? Repeated(DispatchedJob dispatched, string command, params ReadOnlySpan<CommandKind> kinds) =>
        JobCommand.FindDone(dispatched.Status.Result.Commands, command, kinds);

    private static Refusal? WhyNone(SavepointResult result) => result.Failure is { } failure ? new Refusal(RefusalKind.Refused, failure) : null;

    private static string Word(JobState state) => state.ToString().ToLowerInvariant();

    /// <summary>Copies a savepoint to the user's folder; answers with its place there, or with its original one if no folder is given.</summary>
    private void CopyOut(string path, string directory, Action<Answer<string>> onEnd)
    {
        if (directory.Length == 0)
        {
            onEnd(path);
            return;
        }

        Effect(
            async limit =>
            {
                var point = await RestorePoint.FindAsync(path, null, _context.Stores, limit);
                if (point is not { JobId: { } jobId, Checkpoint: { } checkpoint }) throw new InvalidJobException($"The savepoint {path} is not in a folder that can be copied.");
                var to = _context.Stores.Open(StorageUri.TryParsePath(directory) ?? throw new InvalidJobException($"'{directory}': {StorageUri.Expected}"));
                return to.Describe(await SavepointCopies.CopyAsync(_context.Blobs, to, jobId, checkpoint, limit));
            },
            copied => onEnd(copied.Refusal is { } refusal ? new Refusal(refusal.Kind, $"The savepoint is complete at {path}, and could not be copied. {refusal.Message}") : copied.Value!),
            // As long as its state is large.
            Timeout.InfiniteTimeSpan);
    }
}
