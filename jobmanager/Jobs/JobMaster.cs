using Microsoft.Extensions.Logging;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager;

/// <summary>
/// Runs one job: requests slots, deploys its attempts, completes its checkpoints, restarts and rescales it. All facts come through one
/// mailbox; the store is only touched by effects, whose results come back as mail. Facts of an attempt that is not the current one are
/// dropped.
/// </summary>
public sealed partial class JobMaster
{
    private const int RecordsKept = 20;
    private const int SubtasksNamed = 10;

    private readonly JobMasterOptions _options;
    private readonly JobStore _store;
    private readonly IActivityHost _host;
    private readonly TaskManagerPool _pool;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;
    private readonly HeartbeatMonitor _heartbeats;
    private readonly Mailbox _mailbox;
    private readonly Action<JobResult> _onChange;
    private JobSubmission _job;
    private Execution? _execution;
    private ITimer? _timer;
    private JobState _state = JobState.Created;

    /// <param name="job">The job.</param>
    /// <param name="planned">Its plan, made by a task manager; null where one must be requested.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="store">The store of its head and checkpoints; it must contain the job's head.</param>
    /// <param name="host">Runs mail and effects.</param>
    /// <param name="pool">The task managers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">The source of jitter.</param>
    /// <param name="log">The log.</param>
    /// <param name="onChange">Called on the mailbox for every state change and every completed checkpoint.</param>
    public JobMaster(
        JobSubmission job,
        PlannedJob? planned,
        JobMasterOptions options,
        JobStore store,
        IActivityHost host,
        TaskManagerPool pool,
        TimeProvider time,
        Random random,
        ILogger log,
        Action<JobResult> onChange)
    {
        (_job, _wanted, _options, _store, _host, _pool, _time, _random, _log, _onChange) = (job, planned, options, store, host, pool, time, random, log, onChange);
        _leaderEpoch = options.LeaderEpoch;
        _writer = $"{random.NextInt64():x16}";
        Metrics = new JobMetrics(job.JobId, job.JobName);
        _mailbox = new Mailbox(host, MailboxName(job.JobId));
        if (options.Past is { } past)
        {
            (_restarts, _restartHistory, _failure) = (past.Restarts, past.History, past.Failures.Count > 0 ? past.Failures[^1].Failure : null);
            foreach (var failure in past.Failures) _failures.Add(failure);
        }

        _heartbeats = new HeartbeatMonitor(HeartbeatMonitor.LimitFor(options.HeartbeatTimeout, options.HeartbeatInterval));
    }

    /// <summary>The name of a job's mailbox, by which a defect in it is recognized as the job's.</summary>
    internal static string MailboxName(string jobId) => $"job {jobId}";

    /// <summary>The job's metrics. Thread-safe.</summary>
    public JobMetrics Metrics { get; }

    private RestartPolicy RestartPolicy => _options.Restart ?? _wanted?.Graph.Restart ?? RestartPolicy.Default;

    /// <summary>Starts the job from the checkpoint that its head names as latest, or from the beginning.</summary>
    public void Start() => _mailbox.Post(() =>
    {
        BeginHeartbeats();
        BeginAttempt();
    });

    private void Send(Execution execution, Action<ITaskManagerGateway> send)
    {
        foreach (var taskManager in execution.TaskManagers.Values) send(taskManager);
    }

    private void Become(JobState state)
    {
        _state = JobTransitions.Step(_state, state);
        Report();
    }

    private void Report()
    {
        Metrics.Set(_restarts, _losses.DroppedTimers);
        _onChange(new JobResult(_state, _checkpoints, _execution?.Head.Latest?.Checkpoint ?? 0, _restarts, _failure)
        {
            Losses = _losses,
            Job = _job,
            Graph = _execution?.Graph ?? _wanted?.Graph,
            Parallelism = Math.Min(_execution?.Job.Parallelism ?? _job.Parallelism, _execution?.Job.SlotLimit ?? int.MaxValue),
            Attempt = _execution?.Attempt.Number ?? 0,
            TaskManagers = [.. _execution?.TaskManagers.Keys ?? Enumerable.Empty<string>()],
            WaitingFor = _waitsFor,
            IsStopRequested = _stop is not null,
            Savepoint = _savepoint,
            History = _history.Items,
            RestartHistory = _restartHistory,
            Failures = _failures.Items,
        });
    }

    private void Schedule(TimeSpan delay, Action act)
    {
        Unschedule();
        ITimer? timer = null;
        timer = _timer = _time.CreateTimer(_ => _mailbox.Post(() => Fire(timer!, act)), null, delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A timer's action may already be in the mailbox: it is void there.</summary>
    private void Unschedule()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private void Fire(ITimer timer, Action act)
    {
        if (timer != _timer) return;
        _timer = null;
        act();
    }

    private JobFailure NoAnswer(string consequence) =>
        new(FailureDomain.External, "", $"The store did not answer within {_options.StoreTimeout.TotalSeconds:0.#} s: {consequence}.", "");

    /// <summary>Runs an effect on the store; where its outcome is unknown the attempt fails, and the next one reads the head again.</summary>
    private void Effect(Execution execution, string what, Action effect) => _host.Run(() =>
    {
        try
        {
            effect();
        }
        catch (Exception e)
        {
            Failed(execution.Attempt, default, new JobFailure(FailureDomain.External, what, e.Message, e.ToString()));
        }
    });
}
