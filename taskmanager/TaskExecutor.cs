using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Core.Jobs;
using Millrace.Hosting.Logs;
using Millrace.TaskManager.Ending;

namespace Millrace.TaskManager;

/// <summary>
/// Runs the subtasks that a job manager deploys to this process, the newest attempt of each job. All messages come through one mailbox;
/// those of an older attempt are dropped.
/// </summary>
public sealed partial class TaskExecutor : ITaskManagerGateway
{
    private readonly TaskContext _context;
    private readonly IJobManagerGateway _jobManager;
    private readonly TaskExecutorOptions _options;
    private readonly ILogger _log;
    private readonly Mailbox _mailbox;
    private readonly Dictionary<string, JobTasks> _jobs = new(StringComparer.Ordinal);
    private readonly List<JobTasks> _pinning = [];
    private readonly StuckThreads _stuck;
    private int _pinnedSlots;

    /// <param name="context">What its tasks share.</param>
    internal TaskExecutor(TaskContext context)
    {
        (_context, _jobManager, _options, _log) = (context, context.JobManager, context.Options, context.Log);
        _mailbox = new Mailbox(context.Host, MailboxName(Id));
        _stuck = new StuckThreads(_options.Ending, context.Host, _log);
    }

    public string Id => _context.TaskManager;

    /// <summary>The number of slots held by tasks that do not stop; may be read from any thread.</summary>
    public int PinnedSlots => Volatile.Read(ref _pinnedSlots);

    /// <summary>The threads that do not return from the code of jobs.</summary>
    internal StuckThreads Stuck => _stuck;

    /// <summary>The name of the mailbox, which identifies a defect in it.</summary>
    internal static string MailboxName(string id) => $"task executor {id}";

    public void Deploy(DeployTasks request) => Post(request.Attempt, () =>
    {
        var tasks = TasksOf(request.Attempt.JobId);
        if (tasks.Attempt.Number >= request.Attempt.Number)
        {
            LogStale(request.Attempt);
            return;
        }

        LogDeployed(request.Attempt, request.Subtasks.Count, request.Restored?.Manifest.Checkpoint ?? 0);
        tasks.Deploy(request);
    });

    public void Trigger(ExecutionAttempt attempt, CheckpointBarrier barrier, CommitPermit? permit) => Act(attempt, tasks => tasks.Each(task =>
    {
        if (permit is not null) task.Permit(permit);
        task.Trigger(barrier);
    }));

    public void Abort(ExecutionAttempt attempt, long checkpoint) => Act(attempt, tasks => tasks.Each(task => task.Abort(checkpoint)));

    public void Permit(CommitPermit permit) => Act(permit.Attempt, tasks => tasks.Each(task => task.Permit(permit)));

    public void Heartbeat(ExecutionAttempt attempt, CommitPermit? permit, IReadOnlyDictionary<string, long> lowest) => Post(attempt, () =>
    {
        var tasks = Find(attempt);
        tasks?.Heard();
        if (permit is not null) tasks?.Each(task => task.Permit(permit));
        if (lowest.Count > 0) tasks?.Each(task => task.Align(lowest));
        _jobManager.Heartbeat(attempt, tasks?.Report(Id) ?? new TaskManagerReport(Id, false, []));
    });

    public void Keep(IReadOnlyList<string> artifacts) => _mailbox.Post(() => _context.Library.RetireOthers(artifacts.ToHashSet(StringComparer.Ordinal)));

    public void End(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) =>
        Post(attempt, () => TasksOf(attempt.JobId).End(attempt.Number, subtasks, () => _jobManager.Ended(attempt, Id, subtasks)));

    /// <summary>Tells what it runs of all jobs, after everything that was requested of it before.</summary>
    /// <param name="onReport">Takes the jobs of which it has tasks, in order, and the number of slots held by tasks that do not stop.</param>
    public void Report(Action<IReadOnlyList<JobReport>, int> onReport) => _mailbox.Post(() =>
        onReport([.. _jobs.OrderBy(static j => j.Key, StringComparer.Ordinal).Select(static j => j.Value.ReportAll()).OfType<JobReport>()], PinnedSlots));

    /// <summary>Stops the tasks of all attempts: they are of another cluster, and nobody is notified.</summary>
    public void EndAll() => _mailbox.Post(() =>
    {
        foreach (var tasks in _jobs.Values)
        {
            if (tasks.EndAll()) LogGivenUp(tasks.Attempt);
        }
    });

    private JobTasks TasksOf(string jobId)
    {
        if (!_jobs.TryGetValue(jobId, out var tasks))
            _jobs.Add(jobId, tasks = new JobTasks(_context, jobId, new JobTasksOptions(_options.SilenceLimit, _options.Ending.TaskEndLimit, _stuck, _mailbox.Post, OnSilence, OnPinned)));
        return tasks;
    }

    private void OnSilence(JobTasks tasks)
    {
        LogSilence(tasks.Attempt, _options.SilenceLimit);
        tasks.EndAll();
    }

    private void OnPinned(JobTasks tasks)
    {
        _pinning.Remove(tasks);
        if (tasks.PinnedSlots > 0) _pinning.Add(tasks);
        Volatile.Write(ref _pinnedSlots, _pinning.Sum(static t => t.PinnedSlots));
        _jobManager.SlotsPinned(Id, PinnedSlots);
    }

    private JobTasks? Find(ExecutionAttempt attempt) =>
        _jobs.TryGetValue(attempt.JobId, out var tasks) && tasks.Attempt.Number == attempt.Number ? tasks : null;

    private void Act(ExecutionAttempt attempt, Action<JobTasks> act) => Post(attempt, () =>
    {
        if (Find(attempt) is { } tasks)
        {
            tasks.Heard();
            act(tasks);
        }
        else
        {
            LogStale(attempt);
        }
    });

    private void Post(ExecutionAttempt attempt, Action act) => _mailbox.Post(() => Guard(attempt, act));

    /// <summary>Guards an action for one job: a defect in it must not end the tasks of all others.</summary>
    private void Guard(ExecutionAttempt attempt, Action act)
    {
        using var scope = _log.BeginScope(LogScope.Of(attempt));
        try
        {
            act();
        }
        catch (Exception e)
        {
            LogDefect(e, attempt);
            var (message, details) = ExceptionText.Of(e);
            _jobManager.Failed(attempt, null, new JobFailure(FailureDomain.Engine, "", $"{Id}: {message}", details));
        }
    }
}
