using Millrace.Core.Checkpoints;
using Millrace.Hosting.Control;

namespace Millrace.Simulation.Tests.World.Checks;

/// <summary>Detects when a run passes through the moments that the protocols are designed for, from network messages and storage writes.</summary>
internal sealed class Landmarks(Sightings seen)
{
    /// <summary>What functions note whose timer fires when event time has come to its end.</summary>
    public const string TimerAtTheEnd = "timer at the end of time";

    private const string ManifestAndHead = "crash between manifest and head";
    private const string PermitAndPublish = "crash between permit and publish";
    private const string PendingRescale = "rescale with epochs pending";
    private const string SpreadDrain = "drain over two task managers";
    private const string PendingDrain = "drain with timers pending over two task managers";
    private const string LateBarrier = "barrier that comes after its checkpoint was aborted";
    private const string RefusedLeader = "head refused to a deposed leader";
    private const string StaleCommand = "command of a deposed leader";
    private const string AbortedCheckpoint = "aborted checkpoint";

    private readonly HashSet<long> _aborted = [];
    private readonly HashSet<string> _deposed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _permitted = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _confirmed = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _drains = [];
    private readonly Dictionary<long, long> _timersBefore = [];
    private string? _manifest;
    private (int Attempt, int Parallelism) _deployed;

    /// <summary>The landmarks that enough runs pass through.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ManifestAndHead, PermitAndPublish, PendingRescale, SpreadDrain, PendingDrain, LateBarrier, RefusedLeader, StaleCommand, AbortedCheckpoint];

    /// <summary>A blob was written.</summary>
    public void Written(string name)
    {
        if (name.Contains("/manifests/", StringComparison.Ordinal)) _manifest = name;
    }

    /// <summary>A process replaced a head, or failed to.</summary>
    public void Swapped(string? process, bool isDone)
    {
        if (isDone) _manifest = null;
        else if (process is not null && _deposed.Contains(process)) seen.Note(RefusedLeader);
    }

    /// <summary>A head names a checkpoint as completed.</summary>
    public void Completed(long checkpoint)
    {
        if (_timersBefore.Remove(checkpoint, out var before) && seen.Of(TimerAtTheEnd) > before) seen.Note(PendingDrain);
    }

    /// <summary>A job manager has lost its lock without knowing it.</summary>
    public void Deposed(string process) => _deposed.Add(process);

    public void Killed(string process, bool isLeader)
    {
        if (isLeader && _manifest is not null) seen.Note(ManifestAndHead);
        if (_permitted.GetValueOrDefault(process) > _confirmed.GetValueOrDefault(process)) seen.Note(PermitAndPublish);
        _manifest = null;
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
            case TaskManagerMessage.Abort { Checkpoint: var checkpoint }:
                if (_aborted.Add(checkpoint)) seen.Note(AbortedCheckpoint);
                break;
            case TaskManagerMessage.Trigger { Barrier: { Drain: true, Checkpoint: var drain } }:
                if (_drains.TryGetValue(drain, out var other) && other != taskManager && _timersBefore.TryAdd(drain, seen.Of(TimerAtTheEnd))) seen.Note(SpreadDrain);
                _drains[drain] = taskManager;
                break;
            case TaskManagerMessage.Deploy { Tasks: var tasks }:
                var isPending = _permitted.Any(p => p.Value > _confirmed.GetValueOrDefault(p.Key));
                if (tasks.Attempt.Number > _deployed.Attempt && _deployed.Attempt > 0 && tasks.Job.Parallelism != _deployed.Parallelism && isPending) seen.Note(PendingRescale);
                _deployed = (tasks.Attempt.Number, tasks.Job.Parallelism);
                break;
        }
    }

    /// <summary>A task manager reports to a job manager.</summary>
    public void Told(JobManagerMessage message, string taskManager)
    {
        if (message is JobManagerMessage.Confirmed { Checkpoint: var checkpoint }) _confirmed[taskManager] = checkpoint;
    }

    /// <summary>A barrier is sent to another task manager.</summary>
    public void SentBarrier(long checkpoint)
    {
        if (_aborted.Contains(checkpoint)) seen.Note(LateBarrier);
    }

    private void Permitted(CommitPermit permit, string taskManager) => _permitted[taskManager] = permit.Checkpoint;
}
