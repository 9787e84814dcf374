using Millrace.Core.Control;
using Millrace.Core.Jobs;
using Millrace.Hosting.Jobs;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// What is final is told only while this process leads: that a job has ended, that there is none, that something is not possible. A job manager that was
/// replaced and has not found out yet knows no better, and whoever asks it asks the next one.
/// </summary>
internal sealed partial class Dispatcher
{
    // Shorter than any request has.
    private static readonly TimeSpan s_confirmLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private static readonly Refusal s_replaced = new(RefusalKind.Unavailable, "Another job manager leads now. Ask again, and it will answer.");

    /// <value>Returns whether this process leads, as of now. Default: it does.</value>
    public Func<CancellationToken, Task<bool>> Leads { get; set; } = static _ => Task.FromResult(true);

    /// <value>Writes that this process has recovered the jobs, and returns whether it leads. Default: it does.</value>
    public Func<CancellationToken, Task<bool>> ConfirmRecovery { get; set; } = static _ => Task.FromResult(true);

    /// <value>Called on the mailbox when another process is found to lead. Default: nothing is done.</value>
    public Action OnReplaced { get; set; } = static () => { };

    /// <summary>Tells what is final, if this process leads.</summary>
    /// <param name="tell">Tells it.</param>
    /// <param name="refuse">Called instead where another process leads, or it is not known who does.</param>
    private void WhileLeading(Action tell, Action<Refusal> refuse) => Effect(
        Leads,
        leads =>
        {
            if (leads.Value)
            {
                tell();
                return;
            }

            // First of all, so that whoever is answered then is told who leads.
            if (leads.Refusal is null) OnReplaced();
            refuse(leads.Refusal ?? s_replaced);
        },
        s_confirmLimit);

    /// <summary>Refuses a request, which is final unless it may be given again.</summary>
    private void Refuse(Refusal refusal, Action<Refusal> answer)
    {
        if (refusal.Kind is RefusalKind.Unavailable or RefusalKind.Late) answer(refusal);
        else WhileLeading(() => answer(refusal), answer);
    }

    /// <summary>
    /// Records the end of a job, and then tells it if this process leads: where it was replaced before, the next leader runs the job. Asked again and again where
    /// the storage does not tell, which each of those who wait for the end does within a limit.
    /// </summary>
    private void End(DispatchedJob job, JobResult result)
    {
        var id = job.Status.Id;
        var end = new JobEnd(result.State, _context.Time.GetUtcNow(), result.Restarts, result.Checkpoints, result.Failure, result.Savepoint)
        { Submission = job.Status.Record.Submission, Losses = result.Losses, Commands = result.Commands };
        job.IsEnding = true;
        Effect(limit => _records.WriteEndAsync(id, _epoch, end, limit), failure =>
        {
            if (failure is not null) LogEnd(id, failure.Message);
            Tell();
        });

        void Tell() => Effect(Leads, leads =>
        {
            job.Ending?.Dispose();
            if (leads.Refusal is { } unknown)
            {
                if (job.Ending is null) LogEndNotTold(id, unknown.Message);
                job.Ending = _context.Time.CreateTimer(_ => _mailbox.Post(Tell), null, s_pause, Timeout.InfiniteTimeSpan);
                return;
            }

            if (!leads.Value)
            {
                Suspend(job);
                return;
            }

            if (result is { State: JobState.Failed, Failure: { } last }) LogFailed(id, last.Summary, last.Details);
            _router.Remove(id);
            _context.Meter?.Remove(id);
            job.Become(job.Status with { Result = result, Ended = end.Time });
            KeepPast(job);
            KeepArtifacts();
        });
    }

    /// <summary>Another job manager runs a job. Messages about it still come to nothing here, so that none of its tasks is ended as one that nobody knows.</summary>
    private void Suspend(DispatchedJob job)
    {
        var id = job.Status.Id;
        LogSuspended(id);
        _context.Meter?.Remove(id);
        OnReplaced();
        job.Suspend(new Refusal(RefusalKind.Unavailable, $"Another job manager runs job {id} now. Ask again, and it will answer."));
    }
}
