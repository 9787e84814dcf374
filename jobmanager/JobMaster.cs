using Microsoft.Extensions.Logging;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Hosting.Checkpoints;

namespace Millrace.JobManager;

/// <summary>
/// Runs one job: deploys its attempts, completes its checkpoints, restarts it. All facts come through one mailbox; the store is only
/// touched by effects, whose results come back as mail. Facts of an attempt that is not the current one are dropped.
/// </summary>
public sealed partial class JobMaster : IJobManagerGateway
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
    private readonly Mailbox _mailbox;
    private readonly Action<JobResult> _onChange;
    private readonly HashSet<string> _ending = [];
    private readonly Queue<Action<SavepointResult>> _savepoints = new();
    private Execution? _execution;
    private ITimer? _timer;
    private JobState _state = JobState.Created;
    private JobFailure? _failure;
    private long _lastFailure;
    private RestartHistory _history = RestartHistory.Empty;
    private long _leaderEpoch;
    private int _restarts;
    private int _checkpoints;
    private int _failedCheckpoints;
    private bool _stopRequested;

    private string ChangedMeanwhile => $"The head of job {_job.JobId} was changed meanwhile.";

    private string Deposed => $"Another process runs job {_job.JobId} now.";

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
        _mailbox = new Mailbox(host, $"job {job.JobName}");
        _taskManagers = taskManagers(this);
    }

    /// <summary>Starts the job from the checkpoint that its head names last, or from the beginning.</summary>
    public void Start() => _mailbox.Post(BeginAttempt);

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
        if (_stopRequested || _state is JobState.Finished or JobState.Stopped or JobState.Failed) FailSavepoints("The job ends.");
        else TriggerCheckpoint();
    });

    public void Running(string jobId, int attempt, SubtaskId subtask) => Fact(attempt, execution =>
    {
        execution.Started(subtask);
        if (!execution.AllRunning || _state == JobState.Running) return;
        Become(JobState.Running);
        if (_execution?.Head.Latest is { } && CommitPermit.From(execution.Head) is { } permit) Send(t => t.Permit(permit));
        if (_stopRequested || execution.InputOver) TriggerCheckpoint();
        else Schedule(_options.CheckpointInterval, TriggerCheckpoint);
    });

    public void InputEnded(string jobId, int attempt, SubtaskId subtask) => Fact(attempt, execution =>
    {
        execution.InputEnded(subtask);
        if (execution.InputOver && _state == JobState.Running && execution.Pending is null) TriggerCheckpoint();
    });

    public void Acknowledge(string jobId, int attempt, SubtaskAcknowledgement acknowledgement) => Fact(attempt, execution =>
    {
        if (execution.Pending is not { } pending || !pending.Acknowledge(acknowledgement) || !pending.IsComplete) return;
        CompleteCheckpoint(execution, pending);
    });

    public void Declined(string jobId, int attempt, SubtaskId subtask, long checkpoint, string reason) => Fact(attempt, execution =>
    {
        if (execution.Pending?.Checkpoint == checkpoint) Abort(execution, $"subtask {subtask}: {reason}");
    });

    public void Confirmed(string jobId, int attempt, SubtaskId subtask, long checkpoint) => Fact(attempt, execution =>
    {
        execution.Confirmed(subtask, checkpoint);
        if (execution.AllConfirmed && _ending.Count == 0 && (_state is JobState.Running or JobState.Stopping)) EndAttempt(execution);
    });

    public void Failed(string jobId, int attempt, SubtaskId subtask, JobFailure failure) => Fact(attempt, execution => Fail(execution, failure));

    public void Ended(string jobId, int attempt, string taskManager) => _mailbox.Post(() =>
    {
        if (attempt != _execution?.Attempt || !_ending.Remove(taskManager) || _ending.Count > 0) return;
        if (_state == JobState.Restarting) ScheduleRestart();
        else Finish();
    });

    private void Fact(int attempt, Action<Execution> act) => _mailbox.Post(() =>
    {
        if (_execution is { } execution && execution.Attempt == attempt && _state is not JobState.Restarting) act(execution);
        else LogStale(_job.JobId, attempt);
    });

    private void Send(Action<ITaskManagerGateway> send)
    {
        foreach (var taskManager in _taskManagers) send(taskManager);
    }

    private void Become(JobState state)
    {
        _state = state;
        Report();
    }

    private void Report() =>
        _onChange(new JobResult(_state, _checkpoints, _execution?.Head.Latest?.Checkpoint ?? 0, _restarts, _failure));

    private void Schedule(TimeSpan delay, Action act)
    {
        _timer?.Dispose();
        _timer = _time.CreateTimer(_ => _mailbox.Post(act), null, delay, Timeout.InfiniteTimeSpan);
    }
}
