using Microsoft.Extensions.Logging;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>
/// Runs one job: deploys its attempts, completes its checkpoints, restarts it. All facts come through one mailbox; the store is only
/// touched by effects, whose results come back as mail. Facts of an attempt that is not the current one are dropped.
/// </summary>
public sealed partial class JobMaster
{
    private readonly JobSubmission _job;
    private readonly JobGraph _graph;
    private readonly JobMasterOptions _options;
    private readonly JobStore _store;
    private readonly IActivityHost _host;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ILogger _log;
    private readonly IReadOnlyList<ITaskManagerGateway> _taskManagers;
    private readonly HeartbeatMonitor _heartbeats;
    private readonly Mailbox _mailbox;
    private readonly Action<JobResult> _onChange;
    private readonly Queue<Action<SavepointResult>> _savepoints = new();
    private Execution? _execution;
    private ITimer? _timer;
    private JobState _state = JobState.Created;
    private bool _stopRequested;

    /// <param name="job">The job.</param>
    /// <param name="graph">Its graph, as a task manager planned it.</param>
    /// <param name="options">How to run it.</param>
    /// <param name="store">Where its head and checkpoints are; the job's head must be there.</param>
    /// <param name="host">What runs mail and effects.</param>
    /// <param name="taskManagers">Makes the ways to the task managers, given the way back.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Where jitter comes from.</param>
    /// <param name="log">The log.</param>
    /// <param name="onChange">Told of every change of state and every completed checkpoint, on the mailbox.</param>
    public JobMaster(
        JobSubmission job,
        JobGraph graph,
        JobMasterOptions options,
        JobStore store,
        IActivityHost host,
        Func<IJobManagerGateway, IReadOnlyList<ITaskManagerGateway>> taskManagers,
        TimeProvider time,
        Random random,
        ILogger log,
        Action<JobResult> onChange)
    {
        (_job, _graph, _options, _store, _host, _time, _random, _log, _onChange) = (job, graph, options, store, host, time, random, log, onChange);
        Metrics = new JobMetrics(job.JobId, job.JobName);
        _mailbox = new Mailbox(host, $"job {job.JobName}");
        _heartbeats = new HeartbeatMonitor(HeartbeatMonitor.LimitFor(options.HeartbeatTimeout, options.HeartbeatInterval));
        _taskManagers = taskManagers(this);
        foreach (var taskManager in _taskManagers) _heartbeats.Watch(taskManager.Id);
    }

    /// <summary>What is counted of the job; any thread may read.</summary>
    public JobMetrics Metrics { get; }

    /// <summary>Starts the job from the checkpoint that its head names last, or from the beginning.</summary>
    public void Start() => _mailbox.Post(() =>
    {
        BeginHeartbeats();
        BeginAttempt();
    });

    /// <summary>Ends the job with a last checkpoint; one that is restarting, when it runs again.</summary>
    public void Stop() => _mailbox.Post(() =>
    {
        _stopRequested = true;
        if (_state == JobState.Running) TriggerCheckpoint();
    });

    /// <summary>Takes a savepoint; the answer comes on the mailbox.</summary>
    public void Savepoint(Action<SavepointResult> onEnd) => _mailbox.Post(() =>
    {
        _savepoints.Enqueue(onEnd);
        if (_stopRequested || JobTransitions.IsEnd(_state)) FailSavepoints("The job ends.");
        else TriggerCheckpoint();
    });

    private void Send(Execution execution, Action<ITaskManagerGateway> send)
    {
        foreach (var taskManager in _taskManagers.Where(t => execution.TaskManagers.Contains(t.Id))) send(taskManager);
    }

    private void Become(JobState state)
    {
        _state = JobTransitions.Step(_state, state);
        Report();
    }

    private void Report()
    {
        Metrics.Set(_restarts, _droppedTimers);
        _onChange(new JobResult(_state, _checkpoints, _execution?.Head.Latest?.Checkpoint ?? 0, _restarts, _failure, _droppedTimers));
    }

    private void Schedule(TimeSpan delay, Action act)
    {
        _timer?.Dispose();
        _timer = _time.CreateTimer(_ => _mailbox.Post(act), null, delay, Timeout.InfiniteTimeSpan);
    }
}
