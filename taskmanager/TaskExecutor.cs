using System.IO.Hashing;
using System.Text;
using Millrace.Core.Checkpoints;
using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;
using Millrace.Hosting.Checkpoints;

namespace Millrace.TaskManager;

/// <summary>Runs the subtasks that a job manager deploys to this process, the newest attempt of each job.</summary>
public sealed class TaskExecutor : ITaskManagerGateway
{
    private readonly TaskContext _context;
    private readonly IJobManagerGateway _jobManager;
    private readonly Mailbox _mailbox;
    private readonly SortedDictionary<string, (int Attempt, List<RunningTask> Tasks)> _jobs = new(StringComparer.Ordinal);

    /// <param name="id">The task manager's name.</param>
    /// <param name="library">The jobs that it can run.</param>
    /// <param name="store">Where state is read from and written to.</param>
    /// <param name="channels">The channels of this process.</param>
    /// <param name="host">What runs tasks and effects.</param>
    /// <param name="time">The clock.</param>
    /// <param name="jobManager">The way back.</param>
    /// <param name="batchSize">How many records a batch holds, 1 or more.</param>
    public TaskExecutor(
        string id,
        JobLibrary library,
        JobStore store,
        ChannelRegistry channels,
        IActivityHost host,
        TimeProvider time,
        IJobManagerGateway jobManager,
        int batchSize = 256)
    {
        Id = id;
        _jobManager = jobManager;
        _context = new TaskContext(library, store, channels, host, time, jobManager, NonceOf(id, time), batchSize);
        _mailbox = new Mailbox(host, id);
    }

    public string Id { get; }

    /// <summary>How many records the sources of this process have read in their newest attempts.</summary>
    public long SourceRecords { get; private set; }

    public void Deploy(DeployTasks request) => _mailbox.Post(() =>
    {
        if (_jobs.TryGetValue(request.Job.JobId, out var current) && current.Attempt >= request.Attempt) return;
        _jobs[request.Job.JobId] = (request.Attempt, [.. request.Subtasks.Select(s => new RunningTask(_context, request, s))]);
    });

    public void Trigger(string jobId, int attempt, CheckpointBarrier barrier) =>
        Each(jobId, attempt, task => task.Trigger(barrier));

    public void Permit(CommitPermit permit) => Each(permit.JobId, permit.Attempt, task => task.Permit(permit));

    public void End(string jobId, int attempt) => _mailbox.Post(() =>
    {
        if (!_jobs.TryGetValue(jobId, out var job) || job.Attempt != attempt) return;
        var left = job.Tasks.Count;
        if (left == 0) _jobManager.Ended(jobId, attempt, Id);
        foreach (var task in job.Tasks)
        {
            task.End(() => _mailbox.Post(() =>
            {
                if (--left > 0) return;
                _context.Channels.Drop(jobId, attempt);
                _jobManager.Ended(jobId, attempt, Id);
            }));
        }
    });

    /// <summary>Adds up how many records sources have read, for progress.</summary>
    public long CountSourceRecords(string jobId) =>
        _jobs.TryGetValue(jobId, out var job) ? SourceRecords = job.Tasks.ToArray().Sum(static t => t.SourceRecords) : SourceRecords;

    private static string NonceOf(string id, TimeProvider time) =>
        $"{XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{id} {time.GetUtcNow().Ticks} {time.GetTimestamp()}")):x16}";

    private void Each(string jobId, int attempt, Action<RunningTask> act) => _mailbox.Post(() =>
    {
        if (!_jobs.TryGetValue(jobId, out var job) || job.Attempt != attempt) return;
        foreach (var task in job.Tasks) act(task);
    });
}
