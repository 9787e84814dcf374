using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Hosting.Jobs;
using Millrace.JobManager.Jobs;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Dispatching;

/// <summary>
/// The jobs of a cluster: takes submissions, starts and recovers jobs, finds them by name, and passes requests on to them. It has one
/// mailbox; store reads and writes are effects whose results come back as mail. Answers are called on the mailbox: a caller only takes
/// them there, and continues elsewhere. Each comes within a time limit.
/// </summary>
internal sealed partial class Dispatcher
{
    private readonly DispatcherContext _context;
    private readonly JobStore _store;
    private readonly JobRecords _records;
    private readonly RestoreSource _restores;
    private readonly Mailbox _mailbox;
    private readonly JobRouter _router;
    private readonly SortedDictionary<string, DispatchedJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Action<Answer<SubmittedJob>>>> _submissions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _entering = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ITimer> _unconfirmed = new(StringComparer.Ordinal);
    private readonly string _writer;
    private long _epoch;

    public Dispatcher(DispatcherContext context, TaskManagerPool pool)
    {
        (_context, Pool, _log) = (context, pool, context.Log);
        _router = new JobRouter(pool);
        _store = new JobStore(context.Blobs);
        _records = new JobRecords(context.Blobs);
        RecentArtifacts = new RecentArtifacts(context.Time);
        _restores = new RestoreSource(context.Blobs, context.Storage, context.Stores);
        _writer = $"{context.Random.NextInt64():x16}";
        _mailbox = new Mailbox(context.Host, MailboxName);
    }

    /// <summary>The mailbox's name, by which a defect in it is recognized.</summary>
    public const string MailboxName = "dispatcher";

    /// <summary>The task managers.</summary>
    public TaskManagerPool Pool { get; }

    /// <summary>A unique name of this process, by which it recognizes what it has written.</summary>
    public string Writer => _writer;

    /// <value>Called while jobs cannot be recovered because there is no room in the storage, with the reason. Default null.</value>
    public Action<string>? OnWaits { get; set; }

    /// <summary>The gateway for messages from jobs' tasks.</summary>
    public IJobManagerGateway JobManager => _router;

    /// <summary>Lists all jobs, newest first.</summary>
    public void List(Action<IReadOnlyList<JobStatus>> onAnswer) => _mailbox.Post(() => onAnswer([.. Newest.Select(j => j.Status)]));

    /// <summary>Returns one job.</summary>
    public void Get(string job, Action<Answer<JobStatus>> onAnswer) => _mailbox.Post(() =>
    {
        var found = Find(job);
        if (found.Value is { Status: var status }) onAnswer(status);
        else Refuse(found.Refusal!, refusal => onAnswer(refusal));
    });

    /// <summary>Watches a job: reports its status at once and each change, until it has ended or the watch is disposed of.</summary>
    public JobWatch Watch(string job)
    {
        var watch = new JobWatch(Unwatch);
        _mailbox.Post(() =>
        {
            var found = Find(job);
            if (found.Value is { } dispatched) dispatched.Watch(watch);
            else Refuse(found.Refusal!, refusal => watch.Tell(refusal));
        });
        return watch;
    }

    /// <summary>A task manager has joined.</summary>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="runs">What it runs since earlier sessions.</param>
    public void Joined(ITaskManagerGateway tasks, IReadOnlyList<JobReport> runs) => _router.Joined(tasks, runs);

    /// <summary>Answers when all mail that is now queued has been processed, the pool's too: whether the job manager is responsive.</summary>
    public void Ping(Action onAnswer) => _mailbox.Post(() => Pool.Ping(onAnswer));

    /// <summary>Handles an activity that a defect ended: if it was a job's, the job has failed.</summary>
    public void OnDefect(string activity, Exception e) => _mailbox.Post(() =>
    {
        if (_jobs.Values.FirstOrDefault(j => JobMaster.MailboxName(j.Status.Id) == activity) is not { } job) return;
        Pool.Release(job.Status.Id);
        OnChange(job, job.Status.Result with { State = JobState.Failed, Failure = new JobFailure(FailureDomain.Engine, "the job manager", e.Message, e.ToString(), CanRetry: false) });
    });

    private void Unwatch(JobWatch watch) => _mailbox.Post(() =>
    {
        foreach (var dispatched in _jobs.Values) dispatched.Unwatch(watch);
    });

    private IEnumerable<DispatchedJob> Newest => _jobs.Values.Reverse();

    /// <summary>Finds a job by id, by an unambiguous prefix of it, or by name: the newest of that name.</summary>
    private Answer<DispatchedJob> Find(string job)
    {
        if (job.Length == 0) return new Refusal(RefusalKind.BadInput, "No job is given; give its id, the beginning of its id, or its name.");
        if (_jobs.TryGetValue(job, out var exact)) return exact;
        if (Newest.FirstOrDefault(j => j.Status.Name == job) is { } named) return named;
        var begun = _jobs.Where(j => j.Key.StartsWith(job, StringComparison.Ordinal)).Select(j => j.Value).ToList();
        return begun switch
        {
            [var only] => only,
            [] => new Refusal(RefusalKind.NotFound, $"There is no job '{job}'. List the jobs to see which exist."),
            _ => new Refusal(RefusalKind.BadInput, $"'{job}' matches {begun.Count} ids: {string.Join(", ", begun.Take(5).Select(j => j.Status.Id))}; give a longer prefix of one."),
        };
    }

    /// <summary>Runs a job whose record and head are in the store, and which this process leads.</summary>
    private DispatchedJob Run(JobRecord record, PlannedJob? planned, JobHead head, LeftBehind? left = null, JobPast? past = null)
    {
        var id = record.Job.JobId;
        var job = new DispatchedJob(new JobStatus(record, new JobResult(JobState.Created, 0, 0, 0, null) { Job = record.Job, Graph = planned?.Graph, Parallelism = record.Job.Parallelism }, null))
        {
            Past = past,
            PastKept = _context.Time.GetTimestamp(),
        };
        var options = OptionsOf(record) with { LeaderEpoch = head.LeaderEpoch, Commands = head.Commands, Left = left, Past = past };
        var around = new JobSurroundings(_store, Pool, _context.Host, _context.Time, new Random(_context.Random.Next()), new ScopedLogger(_context.Log, id))
        { Leads = limit => Leads(limit), OnSuspended = () => _mailbox.Post(() => Suspend(job)) };
        var master = new JobMaster(record.Job, planned, options, around, result => _mailbox.Post(() => OnChange(job, result)));
        _context.Meter?.Add(master.Metrics);
        job.Master = master;
        _jobs[id] = job;
        _router.Add(id, master);
        KeepArtifacts();
        master.Start();
        return job;
    }

    private void OnChange(DispatchedJob job, JobResult result)
    {
        if (job.Status.HasEnded || job.IsEnding || job.Suspension is not null) return;
        if (JobStates.IsEnd(result.State))
        {
            End(job, result);
            return;
        }

        job.Become(job.Status with { Result = result });
        KeepPast(job);
    }

    /// <summary>Writes the job's history whenever its failures have changed, and from time to time with its checkpoints, one write at a time.</summary>
    private void KeepPast(DispatchedJob job)
    {
        var result = job.Status.Result;
        var past = new JobPast(result.Restarts, result.RestartHistory, result.Failures) { Checkpoints = result.History };
        var isDue = !job.Status.HasEnded && _context.Time.GetElapsedTime(job.PastKept) >= PastInterval && !ReferenceEquals(job.Past?.Checkpoints, past.Checkpoints);
        if (job.WritesPast || !(isDue || HaveFailuresChanged(job.Past, past))) return;
        (job.Past, job.PastKept, job.WritesPast) = (past, _context.Time.GetTimestamp(), true);
        Effect(limit => _records.WritePastAsync(job.Status.Id, _epoch, past, limit), failure =>
        {
            if (failure is not null) LogPast(job.Status.Id, failure.Message);
            job.WritesPast = false;
            KeepPast(job);
        });
    }

    private static bool HaveFailuresChanged(JobPast? known, JobPast past) =>
        known is null ? past.Failures.Count > 0 : known.Restarts != past.Restarts || !ReferenceEquals(known.Failures, past.Failures);

    /// <summary>The options of the submission; a setting that is unknown after an upgrade is ignored.</summary>
    private JobMasterOptions OptionsOf(JobRecord record)
    {
        var options = _context.Defaults with { CheckpointInterval = record.CheckpointInterval ?? _context.Defaults.CheckpointInterval, LeastSlots = record.LeastSlots };
        foreach (var (key, value) in record.Settings)
        {
            try
            {
                options = JobSettings.Apply(options, key, value);
            }
            catch (InvalidJobException e)
            {
                LogSettings(record.Job.JobId, e.Message);
            }
        }

        return options;
    }

    private void KeepArtifacts() =>
        Pool.Keep([.. _jobs.Values.Where(j => !j.Status.HasEnded).Select(j => j.Status.Record.Job.Artifact).Distinct().Order(StringComparer.Ordinal)]);

    /// <summary>Runs an effect and reports its outcome.</summary>
    private void Effect(Func<CancellationToken, Task> effect, Action<Refusal?> onEnd) => Effect<object?>(
        async limit =>
        {
            await effect(limit);
            return null;
        },
        answer => onEnd(answer.Refusal));

    /// <summary>Runs an effect and takes its result on the mailbox.</summary>
    /// <param name="effect">The effect.</param>
    /// <param name="onEnd">Takes its result.</param>
    /// <param name="limit">When it is given up; null where a call of the store may take that long.</param>
    private void Effect<T>(Func<CancellationToken, Task<T>> effect, Action<Answer<T>> onEnd, TimeSpan? limit = null) => _context.Host.Run(async () =>
    {
        using var over = new CancellationTokenSource(limit ?? _context.Defaults.StoreTimeout, _context.Time);
        Answer<T> answer;
        try
        {
            answer = await effect(over.Token);
        }
        catch (InvalidJobException e)
        {
            answer = new Refusal(RefusalKind.BadInput, e.Message);
        }
        catch (JobConflictException e)
        {
            answer = new Refusal(RefusalKind.Unavailable, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            answer = new Refusal(RefusalKind.Unavailable, $"The storage is unavailable: {e.Message}");
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            answer = new Refusal(RefusalKind.Unavailable, "The storage is unavailable: it does not answer.");
        }
        catch (Exception e)
        {
            // The caller gets an answer whatever the exception was.
            answer = new Refusal(RefusalKind.Unavailable, $"The request failed: {e.Message}", e.ToString());
        }

        _mailbox.Post(() => onEnd(answer));
    });
}
