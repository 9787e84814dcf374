using Millrace.Core.Checkpoints;
using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Detects when a run passes through the moments that the protocols are designed for, from network messages and storage writes.</summary>
internal sealed class Landmarks(Sightings seen)
{
    /// <summary>What functions note whose timer fires when event time has come to its end.</summary>
    public const string TimerAtTheEnd = "timer at the end of time";

    /// <summary>What a deposed leader does whose successor goes back to the oldest checkpoint.</summary>
    public const string LateDeletionAtRestore = "deletion by a deposed leader while the oldest retained checkpoint is restored";

    private const string ManifestAndHead = "crash between manifest and head";
    private const string PermitAndPublish = "crash between permit and publish";
    private const string PendingRescale = "rescale with epochs pending";
    private const string SpreadDrain = "drain over two task managers";
    private const string PendingDrain = "drain with timers pending over two task managers";
    private const string LateBarrier = "barrier that comes after its checkpoint was aborted";
    private const string RefusedLeader = "head refused to a deposed leader";
    private const string LateAnswer = "storage answer to a deposed leader";
    private const string LateDeletion = "deletion by a deposed leader";
    private const string StaleCommand = "command of a deposed leader";
    private const string AbortedCheckpoint = "aborted checkpoint";
    private const string TornWrite = "torn write";
    private const string Region = "region that restarts alone";
    private const string Kept = "checkpoint of tasks that another job manager deployed";
    private const string PartlyKept = "region that restarts beside one that another job manager deployed";

    private const string InFlight = "checkpoint with records in flight";
    private const string InFlightRestore = "restore of records in flight";
    private const string InFlightRescale = "rescale of records in flight";

    private readonly HashSet<(string Job, long Checkpoint)> _aborted = [];
    private readonly HashSet<string> _deposed = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Job, string TaskManager), long> _permitted = [];
    private readonly Dictionary<(string Job, string TaskManager), long> _confirmed = [];
    private readonly Dictionary<(string Job, long Checkpoint), string> _drains = [];
    private readonly Dictionary<(string Job, long Checkpoint), long> _timersBefore = [];
    private readonly HashSet<string> _manifests = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Attempt, int Parallelism)> _deployed = new(StringComparer.Ordinal);
    private readonly HashSet<(string JobManager, string Job)> _deployers = [];
    private readonly HashSet<(string JobManager, string Job, long Checkpoint)> _kept = [];

    /// <summary>The landmarks that enough runs pass through.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ManifestAndHead, PermitAndPublish, PendingRescale, SpreadDrain, PendingDrain, LateBarrier, RefusedLeader, LateAnswer, LateDeletion, LateDeletionAtRestore, StaleCommand, AbortedCheckpoint, TornWrite, Region, Kept, PartlyKept, InFlight, InFlightRestore, InFlightRescale];

    /// <summary>A blob was written.</summary>
    public void Written(string name, string job)
    {
        if (name.Contains("/manifests/", StringComparison.Ordinal)) _manifests.Add(job);
    }

    /// <summary>A write did not come to its end, and left part of a file.</summary>
    public void Torn() => seen.Note(TornWrite);

    /// <summary>A process replaced a head, or failed to.</summary>
    public void Swapped(string? process, string job, bool isDone)
    {
        if (isDone) _manifests.Remove(job);
        else if (process is not null && _deposed.Contains(process)) seen.Note(RefusedLeader);
    }

    /// <summary>A process has an answer of the storage.</summary>
    public void Answered(string process)
    {
        if (_deposed.Contains(process)) seen.Note(LateAnswer);
    }

    /// <summary>A process deletes a blob.</summary>
    /// <param name="process">The process.</param>
    /// <param name="restoresOldest">Whether the job restores the oldest of the checkpoints that it retained.</param>
    public void Deleted(string? process, bool restoresOldest)
    {
        if (process is null || !_deposed.Contains(process)) return;
        seen.Note(LateDeletion);
        if (restoresOldest) seen.Note(LateDeletionAtRestore);
    }

    /// <summary>A head names a checkpoint as completed.</summary>
    public void Completed(string job, long checkpoint)
    {
        if (_kept.RemoveWhere(k => k.Job == job && k.Checkpoint == checkpoint) > 0) seen.Note(Kept);
        if (_timersBefore.Remove((job, checkpoint), out var before) && seen.Of(TimerAtTheEnd) > before) seen.Note(PendingDrain);
    }

    /// <summary>A job manager has lost its lock without knowing it.</summary>
    public void Deposed(string process) => _deposed.Add(process);

    public void Killed(string process, bool isLeader)
    {
        if (isLeader && _manifests.Count > 0) seen.Note(ManifestAndHead);
        if (_permitted.Any(p => p.Key.TaskManager == process && IsPending(p.Key))) seen.Note(PermitAndPublish);
        _manifests.Clear();
    }

    /// <summary>A job manager sends a command to a task manager.</summary>
    public void Commanded(string jobManager, TaskManagerMessage message, string taskManager)
    {
        if (_deposed.Contains(jobManager) && message is not TaskManagerMessage.Beat) seen.Note(StaleCommand);
        switch (message)
        {
            case TaskManagerMessage.Permit { Latest: var permit }:
                Permitted(permit, taskManager);
                break;
            case TaskManagerMessage.Abort m:
                if (_aborted.Add((m.Attempt.JobId, m.Checkpoint))) seen.Note(AbortedCheckpoint);
                break;
            case TaskManagerMessage.Trigger { Barrier.Drain: false } m when !_deployers.Contains((jobManager, m.Attempt.JobId)):
                _kept.Add((jobManager, m.Attempt.JobId, m.Barrier.Checkpoint));
                break;
            case TaskManagerMessage.Trigger { Barrier.Drain: true } m:
                var drain = (m.Attempt.JobId, m.Barrier.Checkpoint);
                if (_drains.TryGetValue(drain, out var other) && other != taskManager && _timersBefore.TryAdd(drain, seen.Of(TimerAtTheEnd))) seen.Note(SpreadDrain);
                _drains[drain] = taskManager;
                break;
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                var job = tasks.Attempt.JobId;
                var isPending = _permitted.Keys.Any(p => p.Job == job && IsPending(p));
                if (_deployed.TryGetValue(job, out var last) && tasks.Attempt.Number > last.Attempt && tasks.Job.Parallelism != last.Parallelism && isPending) seen.Note(PendingRescale);
                if (tasks.Restored is { Manifest.InFlight.Count: > 0 } && last.Attempt < tasks.Attempt.Number) seen.Note(tasks.Job.Parallelism == last.Parallelism ? InFlightRestore : InFlightRescale);
                _deployed[job] = (tasks.Attempt.Number, tasks.Job.Parallelism);
                var isFirst = _deployers.Add((jobManager, job));
                if (tasks.Deployment.Vertices.Any(v => v.Attempts.Any(a => a < tasks.Attempt.Number))) seen.Note(isFirst ? PartlyKept : Region);
                break;
        }
    }

    /// <summary>A task manager reports to a job manager.</summary>
    public void Told(JobManagerMessage message, string taskManager)
    {
        if (message is JobManagerMessage.Confirmed m) _confirmed[(m.Attempt.JobId, taskManager)] = m.Checkpoint;
        if (message is JobManagerMessage.Acknowledged { Acknowledgement.InFlight.Count: > 0 }) seen.Note(InFlight);
    }

    /// <summary>A barrier is sent to another task manager.</summary>
    public void SentBarrier(long checkpoint)
    {
        // Whose barrier it is can only be told where there is one job.
        if (_deployed.Count == 1 && _aborted.Contains((_deployed.Keys.First(), checkpoint))) seen.Note(LateBarrier);
    }

    private bool IsPending((string Job, string TaskManager) permitted) => _permitted[permitted] > _confirmed.GetValueOrDefault(permitted);

    private void Permitted(CommitPermit permit, string taskManager) => _permitted[(permit.Attempt.JobId, taskManager)] = permit.Checkpoint;
}
