using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Jobs;
using Millrace.Hosting.Restoring;
using Millrace.JobManager.Restoring;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// Submission of a job: the restore point is found, a task manager plans the job, and the restore is validated. Only then is anything
/// written: the head first, and the record last, which makes the job exist.
/// </summary>
internal sealed partial class Dispatcher
{
    /// <summary>Plans a job and starts it. A submission that is repeated under its id has the same answer.</summary>
    public void Submit(JobRequest request, Action<Answer<SubmittedJob>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? PlanningLimit, PlanningOrStorage("The submission"), onAnswer);
        _mailbox.Post(() =>
        {
            if (request.Command.Length > 0 && IsRepeated(request.Command, answer)) return;
            Prepare(request, isRun: true, prepared =>
            {
                if (prepared.Refusal is { } refusal) Take(refusal);
                else Enter(request, prepared.Value!, Take);
            });
        });

        void Take(Answer<SubmittedJob> submitted)
        {
            if (submitted.Refusal is { } refusal) Refuse(refusal, why => AnswerAll(why));
            else AnswerAll(submitted);
        }

        void AnswerAll(Answer<SubmittedJob> submitted)
        {
            if (!_submissions.Remove(request.Command, out var waiting)) waiting = [answer];
            foreach (var one in waiting) one(submitted);
        }
    }

    private bool IsRepeated(string command, Action<Answer<SubmittedJob>> answer)
    {
        if (_submissions.TryGetValue(command, out var waiting))
        {
            waiting.Add(answer);
            return true;
        }

        if (Newest.FirstOrDefault(j => j.Status.Record.Command == command) is { Status: var status })
        {
            WhileLeading(() => answer(new SubmittedJob(status, status.Record.Notices)), refusal => answer(refusal));
            return true;
        }

        _submissions.Add(command, [answer]);
        return false;
    }

    /// <summary>Plans a job without starting it.</summary>
    public void Explain(JobRequest request, Action<Answer<PlannedJob>> onAnswer, TimeSpan? limit = null)
    {
        var answer = Within(limit ?? PlanningLimit, PlanningOrStorage("The planning"), onAnswer);
        _mailbox.Post(() => Prepare(request, isRun: false, prepared => answer(prepared.Refusal is { } refusal ? refusal : prepared.Value!.Planned)));
    }

    private static Func<TimeSpan, string> PlanningOrStorage(string what) =>
        limit => $"{what} took longer than {Seconds(limit)}: no task manager has planned the job, or the storage does not answer. List the jobs to see whether it runs.";

    private void Prepare(JobRequest request, bool isRun, Action<Answer<PreparedJob>> onEnd)
    {
        if (request.Restore.Length == 0)
        {
            PlanJob(request, null, isRun, onEnd);
            return;
        }

        var named = request.Restore == RestorePoint.LatestWord ? new Answer<DispatchedJob>(null, null) : Find(request.Restore);
        if (named.Refusal is { Kind: RefusalKind.BadInput } ambiguous)
        {
            onEnd(ambiguous);
            return;
        }

        string[] entering = [.. _entering.Keys];
        Effect(limit => _restores.FindAsync(request.Restore, named.Value?.Status.Id, request.Name, entering, limit), found =>
        {
            if (found.Refusal is { } refusal) onEnd(refusal);
            else if (isRun && found.Value is { } restored && RefuseRunning(restored.Head.JobId) is { } runs) onEnd(runs);
            else PlanJob(request, found.Value, isRun, onEnd);
        });
    }

    private Refusal? RefuseRunning(string jobId)
    {
        if (_removing.Contains(jobId)) return new Refusal(RefusalKind.Refused, $"Job {jobId} is being removed.");
        if (_entering.ContainsKey(jobId)) return new Refusal(RefusalKind.Unavailable, $"Job {jobId} is being submitted, and the storage has not answered yet. Submit again.");
        if (!_jobs.TryGetValue(jobId, out var job) || job.Status.HasEnded) return null;
        return job.Suspension ?? new Refusal(RefusalKind.Refused, $"Job {jobId} is running: it cannot be restored at the same time. Stop or cancel it first.");
    }

    private void PlanJob(JobRequest request, RestoredJob? restored, bool isRun, Action<Answer<PreparedJob>> onEnd)
    {
        JobSubmission job;
        try
        {
            job = SubmissionOf(request, restored?.Head);
        }
        catch (InvalidJobException e)
        {
            onEnd(new Refusal(RefusalKind.BadInput, e.Message));
            return;
        }

        Pool.Planner.Plan(new PlanRequest(job, request.CommandLine, restored is null, isRun), answer => _mailbox.Post(() =>
        {
            if (answer.Failure is { } failure)
            {
                onEnd(new Refusal(failure.Domain == FailureDomain.User ? RefusalKind.BadInput : RefusalKind.Unavailable, failure.Message, failure.Details));
                return;
            }

            var planned = answer.Planned!;
            if (restored is null) onEnd(new PreparedJob(planned, null, []));
            else Effect(async limit => new PreparedJob(planned, restored, [await restored.ValidateAsync(planned.Graph, request.AllowDroppedState, _store, limit)]), onEnd);
        }));
    }

    /// <exception cref="InvalidJobException">The parallelism is not valid, or another number is out of range.</exception>
    private JobSubmission SubmissionOf(JobRequest request, JobHead? restored)
    {
        JobNames.Refuse(request.Name);
        JobSettings.Apply(_context.Defaults, request.Settings);
        if (request.LeastSlots < 1) throw new InvalidJobException($"At least {request.LeastSlots} slots: a job needs 1 or more.");
        if (request.CheckpointInterval is { } interval && (interval < Durations.Shortest || interval > Durations.Longest))
            throw new InvalidJobException($"Checkpoint interval {interval}: give 1 ms to 1000 h.");
        var before = restored is { Parallelism: > 0 } ? restored : null;
        var (parallelism, maxParallelism) = ParallelismChoice.Of(request.Parallelism ?? before?.Parallelism, request.MaxParallelism, restored?.MaxParallelism);
        var arguments = new JobArguments
        {
            StartTime = restored?.StartTime ?? _context.Time.GetUtcNow(),
            Seed = restored?.Seed ?? _context.Random.Next(),
        };
        return new JobSubmission(restored?.JobId ?? "", restored?.JobName ?? request.Name, request.Artifact, arguments, parallelism, maxParallelism)
        {
            JobType = request.JobType,
            OperatorParallelism = request.OperatorParallelism.Count > 0 ? request.OperatorParallelism : before?.OperatorParallelism ?? request.OperatorParallelism,
        };
    }

    private void Enter(JobRequest request, PreparedJob prepared, Action<Answer<SubmittedJob>> onAnswer)
    {
        var job = prepared.Planned.Job;
        if (prepared.Restored is null && request.Restore.Length > 0 && FindMeanwhile(job.JobName) is { } other)
        {
            onAnswer(new Refusal(RefusalKind.Unavailable, $"Job {other} of the same name was submitted in the meantime. Submit again."));
            return;
        }

        if (prepared.Restored is null) job = job with { JobId = JobIds.New(job.JobName, job.Arguments.StartTime, _context.Random) };
        else if (RefuseRunning(job.JobId) is { } runs)
        {
            onAnswer(runs);
            return;
        }

        var planned = prepared.Planned with { Job = job };
        // These commands may be given again, and then have the same answer.
        var carriedOut = _jobs.GetValueOrDefault(job.JobId)?.Status.Result.Commands ?? [];
        var record = new JobRecord(job, _context.Time.GetUtcNow())
        {
            Command = request.Command,
            Notices = [.. prepared.Notices, .. Warnings(planned.Graph), .. SlotNotices(planned.Graph.Slots, request.LeastSlots)],
            CheckpointInterval = request.CheckpointInterval,
            LeastSlots = request.LeastSlots,
            Settings = request.Settings,
        };
        _entering.Add(job.JobId, job.JobName);
        Effect(
            limit => WriteAsync(record, prepared.Restored, carriedOut, limit),
            entered =>
            {
                if (entered.Refusal is not { } refusal)
                {
                    Begin(planned, entered.Value, onAnswer);
                    return;
                }

                _entering.Remove(job.JobId);
                onAnswer(refusal);
            });
    }

    /// <summary>Finds the job of a name of which there was none when the newest one was looked for.</summary>
    private string? FindMeanwhile(string name) =>
        _entering.FirstOrDefault(e => e.Value == name).Key ?? Newest.FirstOrDefault(j => j.Status.Name == name)?.Status.Id;

    /// <summary>
    /// Runs a job that was entered, if this process still leads. Whoever leads next then knows of the job; one that leads already may not, and nothing guards what
    /// is new. Asked again and again where the storage does not tell: before, the job is neither run nor listed.
    /// </summary>
    private void Begin(PlannedJob planned, (JobHead Head, JobRecord Record) entered, Action<Answer<SubmittedJob>> onAnswer) => Effect(Leads, leads =>
    {
        var job = planned.Job;
        if (_unconfirmed.Remove(job.JobId, out var timer)) timer.Dispose();
        if (leads.Refusal is not null)
        {
            _unconfirmed[job.JobId] = _context.Time.CreateTimer(_ => _mailbox.Post(() => Begin(planned, entered, onAnswer)), null, s_pause, Timeout.InfiniteTimeSpan);
            return;
        }

        _entering.Remove(job.JobId);
        if (!leads.Value)
        {
            OnReplaced();
            onAnswer(s_replaced);
            return;
        }

        LogSubmitted(job.JobId, job.JobName, job.Parallelism);
        onAnswer(new SubmittedJob(Run(entered.Record, planned, entered.Head).Status, entered.Record.Notices));
    });

    /// <summary>A new job exists once its record is written; an ended one runs again once its head is.</summary>
    private async Task<(JobHead Head, JobRecord Record)> WriteAsync(JobRecord record, RestoredJob? restored, IReadOnlyList<JobCommand> carriedOut, CancellationToken cancellation)
    {
        // Read before the head is: a record that is written between them is that of another submission, which this one must not replace.
        var replaced = restored is null ? null : await _records.FindVersionAsync(record.Job.JobId, cancellation);
        if (restored is not null) return (await _restores.ReopenAsync(restored, record.Job, carriedOut, (_writer, _epoch), RecordAsync, cancellation), record);
        var entered = await _restores.EnterAsync(record.Job, (_writer, _epoch), cancellation);
        await RecordAsync(entered.Submission);
        return (entered, record);

        async Task RecordAsync(int submission)
        {
            record = record with { Submission = submission };
            if (!await _records.TryWriteAsync(record, replaced, cancellation)) throw new JobConflictException($"Job {record.Job.JobId} was submitted by another process in the meantime; submit again.");
        }
    }

    private static IEnumerable<string> Warnings(JobGraph graph) =>
        new[] { MissingUids.Warning(graph) }.OfType<string>().Concat(graph.Warnings).Select(static warning => $"warning: {warning}");

    /// <summary>The submitter learns at once that the job must wait for slots.</summary>
    private IEnumerable<string> SlotNotices(int needed, int? least)
    {
        var free = Pool.FreeSlots.Values.Sum();
        if (free < Math.Min(least ?? needed, needed)) yield return $"The job needs {least ?? needed} slots, and {free} are free: it waits until there are enough. Start another task manager, or end other jobs.";
    }

    private sealed record PreparedJob(PlannedJob Planned, RestoredJob? Restored, IReadOnlyList<string> Notices);
}
