using Millrace.Core.Control;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Core.Metrics;
using Millrace.JobManager.Slots;

namespace Millrace.JobManager.Jobs;

/// <summary>
/// Runs one job. All facts come through one mailbox and go to the job's state, which decides; what it decides is carried out here, and comes back as
/// further facts. Facts of an attempt that is not the current one of its subtask are dropped.
/// </summary>
public sealed partial class JobMaster
{
    private readonly JobContext _job;
    private readonly JobStorage _storage;
    private readonly IActivityHost _host;
    private readonly TaskManagerPool _pool;
    private readonly TimeProvider _time;
    private readonly Mailbox _mailbox;
    private readonly JobTimers _timers;
    private readonly Action<JobResult> _onChange;
    private readonly JobSurroundings _around;
    private readonly List<JobEffect.Doubt> _doubts = [];
    private State _state;
    private Execution? _latest;
    private JobState _shown = JobState.Created;
    private bool _hasChanged;
    private ITimer? _heartbeat;
    private ITimer? _alignment;
    private ITimer? _stopLimit;

    /// <param name="job">The job.</param>
    /// <param name="planned">Its plan, made by a task manager; null where one must be requested.</param>
    /// <param name="options">How it is run.</param>
    /// <param name="around">What is around it; the store must contain the job's head.</param>
    /// <param name="onChange">Called on the mailbox for every state change and every completed checkpoint.</param>
    public JobMaster(JobSubmission job, PlannedJob? planned, JobMasterOptions options, JobSurroundings around, Action<JobResult> onChange)
    {
        (_around, _host, _pool, _time, _onChange) = (around, around.Host, around.Pool, around.Time, onChange);
        var writer = $"{around.Random.NextInt64():x16}";
        _job = new JobContext(job, planned, options, _time, around.Random, new JobLog(around.Log), around.Store.Describe);
        _storage = new JobStorage(around.Store, job.JobId, writer, options.Restore, options.Left, _time, _job.Log);
        _mailbox = new Mailbox(_host, MailboxName(job.JobId));
        _timers = new JobTimers(_time, _mailbox.Post, timer => Take(_state!.Elapsed(timer)));
        _state = options.Left is { MayHaveTasks: true } left ? new Adopting(_job, left) : planned is null ? new Planning(_job, JobState.Created) : new AcquiringSlots(_job, JobState.Created);
    }

    /// <summary>The name of a job's mailbox, by which a defect in it is recognized as the job's.</summary>
    internal static string MailboxName(string jobId) => $"job {jobId}";

    /// <summary>The job's metrics. Thread-safe.</summary>
    public JobMetrics Metrics => _job.Metrics;

    /// <summary>The job's latest checkpoints, also the one in flight. Thread-safe.</summary>
    public CheckpointOverview Checkpoints => _job.History.Overview;

    /// <summary>Starts the job from the checkpoint that its head names as latest, or from the beginning.</summary>
    public void Start() => _mailbox.Post(() =>
    {
        var interval = _job.Options.HeartbeatInterval;
        _heartbeat = _time.CreateTimer(_ => _mailbox.Post(Beat), null, interval, interval);
        Take(_state.Enter());
    });

    /// <summary>
    /// Follows a decision: the job goes into the next state, and what was decided is done, until nothing more follows. Who is answered then finds shown
    /// what the answer says; but the end comes after the answers, because it answers all who still wait.
    /// </summary>
    private void Take(Decision decision)
    {
        var answers = new List<JobEffect.Answer>();
        while (true)
        {
            if (decision.Next is { } next)
            {
                _timers.StopAll();
                _state = next;
                _latest = next.Execution ?? _latest;
                _job.History.GiveUp(next.Shown == JobState.Cancelling ? "The job was cancelled before it was complete." : "Tasks failed before it was complete.");
            }

            foreach (var effect in decision.Effects)
            {
                if (effect is JobEffect.Answer answer) answers.Add(answer);
                else Do(effect);
            }

            if (decision.Next is not { } entered) break;
            decision = entered.Enter();
        }

        var isEnd = JobStates.IsEnd(_state.Shown);
        if (!isEnd) ShowChange();
        foreach (var answer in answers) answer.Act();
        if (isEnd) ShowChange();
    }

    private void ShowChange()
    {
        if (!_hasChanged && _state.Shown == _shown) return;
        (_hasChanged, _shown) = (false, _state.Shown);
        Show();
    }

    private void Show()
    {
        Metrics.Set(_job.Restarts.Count, _job.Losses.DroppedTimers);
        _onChange(new JobResult(_shown, _job.History.Completed, _job.Known?.Head.Latest?.Checkpoint ?? 0, _job.Restarts.Count, _job.Restarts.Last)
        {
            Losses = _job.Losses,
            Job = _job.Submission,
            Graph = _latest?.Graph ?? _job.Wanted?.Graph,
            Parallelism = Math.Min(_latest?.Job.Parallelism ?? _job.Submission.Parallelism, _latest?.Job.SlotLimit ?? int.MaxValue),
            Attempt = _latest?.Attempt.Number ?? 0,
            TaskManagers = [.. _latest?.TaskManagers.Keys ?? Enumerable.Empty<string>()],
            WaitingFor = _state.WaitsFor,
            IsStopRequested = _job.Stops.Current is not null,
            Savepoint = _job.Savepoint,
            Commands = _job.Commands.Done,
            History = _job.History.Overview,
            RestartHistory = _job.Restarts.History,
            Failures = _job.Restarts.Failures,
        });
    }

    private void Beat()
    {
        Take(_state.Beat());
        foreach (var doubt in _doubts) doubt.TaskManager.End(doubt.Attempt, doubt.Subtasks);
    }

    private void BeginAlignment()
    {
        var interval = _job.Options.AlignmentInterval;
        _alignment ??= _time.CreateTimer(_ => _mailbox.Post(() => Take(_state.Align())), null, interval, interval);
    }

    private void End()
    {
        _timers.StopAll();
        _heartbeat?.Dispose();
        _alignment?.Dispose();
        _stopLimit?.Dispose();
        _mailbox.Stop();
    }
}
