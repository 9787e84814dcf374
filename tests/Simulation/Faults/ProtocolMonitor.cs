using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.Runtime.Operators.Splits;
using Millrace.Tests.Testing.Blobs;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>
/// Checks every change of the head, every deletion and every message for what the protocols forbid, because most breaches do harm
/// only when a second fault meets them.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="blobs">The storage.</param>
/// <param name="report">Called with each breach.</param>
/// <param name="onDrained">Called with the job's name and its splits when a drain has completed.</param>
internal sealed class ProtocolMonitor(string jobId, IBlobStore blobs, Action<string> report, Action<string, IReadOnlyList<SplitState>> onDrained)
{
    private readonly JobStore _store = new(blobs);
    private readonly Dictionary<long, int> _triggered = [];
    private readonly HashSet<long> _aborted = [];
    private readonly HashSet<long> _completed = [];
    private readonly HashSet<(int Attempt, string TaskManager)> _deployed = [];
    private readonly HashSet<long> _drains = [];
    private HashSet<string> _reached = [];
    private JobHead? _head;
    private long _newest;

    /// <summary>The job's name; null where there is no head yet.</summary>
    public string? JobName => _head?.JobName;

    /// <summary>The newest attempt.</summary>
    public int Attempt => _head?.Attempt ?? 0;

    /// <summary>The newest checkpoint that a head has ever named; no output after it may be visible.</summary>
    public long Completed { get; private set; }

    /// <summary>Whether the newest attempt restores the oldest of several retained checkpoints, and has completed none.</summary>
    public bool RestoresOldest { get; private set; }

    /// <summary>Whether a drain was completed, so that part of the input is not read.</summary>
    public bool IsDrained { get; private set; }

    /// <summary>Whether a drain was ever asked for.</summary>
    public bool DrainBegan => _drains.Count > 0;

    /// <summary>The number of checkpoints that were aborted while their tasks kept running.</summary>
    public int Aborts => _aborted.Count;

    /// <summary>The head was replaced.</summary>
    public void Swapped()
    {
        if (_store.ReadHeadAsync(jobId, CancellationToken.None).Now() is not { Head: var head }) return;
        if (_head is { } before && (head.LeaderEpoch < before.LeaderEpoch || head.Attempt < before.Attempt || head.ReservedIds < before.ReservedIds))
            Report($"The head went back from {before} to {head}.");
        // What is restored may be older; then nothing is deployed.
        if (_head is { } last && head is { Deployment: not null, Latest: { } kept } && kept.Checkpoint < Completed && last.Latest != kept && (head.Attempt, head.LeaderEpoch) == (last.Attempt, last.LeaderEpoch))
            Report($"Checkpoint {kept.Checkpoint} was completed after {Completed}.");
        LookAtRestore(head);
        _head = head;
        if (head.Latest is { } latest && latest.Checkpoint > _newest) RequireWhole(latest);
        // A savepoint may be restored that was complete when another leader took it for one in flight.
        if (head.Latest is { } now && _completed.Add(now.Checkpoint) && head.Deployment is not null && _aborted.Contains(now.Checkpoint)) Report($"Checkpoint {now.Checkpoint} is complete, and was aborted.");
        _newest = Math.Max(_newest, head.Latest?.Checkpoint ?? 0);
        var isDrained = _drains.Contains(head.Latest?.Checkpoint ?? 0);
        if (isDrained && !IsDrained) onDrained(head.JobName, SplitsOf(head.Latest!));
        IsDrained = isDrained;
        Completed = Math.Max(Completed, _newest);
        _reached = [.. head.Retained.SelectMany(Reach)];
    }

    /// <summary>A process deletes a blob.</summary>
    public void Deleting(string name)
    {
        if (_reached.Contains(name)) Report($"{name} is deleted, and the head reaches it.");
        if (name.Contains($"/{JobStore.Savepoints}/", StringComparison.Ordinal)) Report($"{name} is deleted, and belongs to a savepoint, which only a user deletes.");
        var checkpoint = name.Contains("/blobs/", StringComparison.Ordinal) ? long.Parse(name[(name.LastIndexOf('/') + 1)..].Split('-')[0]) : 0;
        if (checkpoint > _newest) Report($"{name} is deleted, and is of a checkpoint after the newest one, {_newest}: it may be in flight.");
    }

    /// <summary>A job manager triggers the barriers of a drain.</summary>
    public void Drains(long checkpoint) => _drains.Add(checkpoint);

    /// <summary>A job manager triggers a checkpoint's barriers.</summary>
    public void Triggered(long checkpoint, int attempt)
    {
        if (!_triggered.TryAdd(checkpoint, attempt) && _triggered[checkpoint] != attempt)
            Report($"Checkpoint {checkpoint} of attempt {_triggered[checkpoint]} is used again by attempt {attempt}.");
    }

    /// <summary>A job manager aborts a checkpoint.</summary>
    public void Aborted(long checkpoint)
    {
        if (_completed.Contains(checkpoint)) Report($"Checkpoint {checkpoint} is aborted, and was complete.");
        _aborted.Add(checkpoint);
    }

    /// <summary>A job manager deploys an attempt.</summary>
    public void Deployed(int attempt, string taskManager)
    {
        if (!_deployed.Add((attempt, taskManager))) Report($"Attempt {attempt} is deployed to {taskManager} again.");
        if (_head is null || _head.Attempt < attempt) Report($"Attempt {attempt} is deployed, and the head knows of {_head?.Attempt ?? 0}.");
    }

    /// <summary>A permit is sent.</summary>
    public void Permitted(long checkpoint)
    {
        if (checkpoint > 0 && !_completed.Contains(checkpoint)) Report($"Checkpoint {checkpoint} is permitted, and no head has named it; the newest complete one is {Completed}.");
    }

    private void LookAtRestore(JobHead head)
    {
        if (_head is not { } before) return;
        if (head.Attempt > before.Attempt) RestoresOldest = before.Retained is [var oldest, _, ..] && head.Latest == oldest;
        else if (head.Latest != before.Latest) RestoresOldest = false;
    }

    private void RequireWhole(RetainedCheckpoint latest)
    {
        try
        {
            _store.ReadCheckpoint(latest.Manifest);
        }
        catch (CorruptBlobException e)
        {
            Report($"Checkpoint {latest.Checkpoint} is named by the head, and is not whole: {e.Message}");
        }
    }

    private IReadOnlyList<SplitState> SplitsOf(RetainedCheckpoint checkpoint) =>
    [
        .. _store.ReadState(_store.ReadManifest(checkpoint.Manifest))
            .SelectMany(blob => _store.State.Read(blob with { Blocks = [.. blob.Blocks.Where(static block => block.State == SplitState.StateName)] })).SelectMany(static b => SplitState.Read(b.Bytes)),
    ];

    private IEnumerable<string> Reach(RetainedCheckpoint retained)
    {
        try
        {
            return _store.Reach(retained.Manifest);
        }
        catch (CorruptBlobException)
        {
            return [retained.Manifest];
        }
    }

    private void Report(string breach) => report($"Job {jobId}: {breach}");
}
