using Millrace.JobManager;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// One run of a small job whose leader stands still when the head names a checkpoint as complete, and nothing is deleted yet. That checkpoint is damaged, and
/// the task managers die: the successor restores the older one. At a given moment of that the leader goes on, and deletes.
/// </summary>
internal sealed class LateDeletionRun
{
    private const int Parts = 6;
    private const int PartSize = 21;

    private readonly SmallCluster _cluster;
    private readonly int _moment;
    private readonly HashSet<long> _completed = [];
    private SimulatedProcess? _leader;
    private bool _isRestoring;
    private int _moments;

    /// <param name="seed">Decides the order in which things happen.</param>
    /// <param name="moment">The number of the moment at which the leader goes on: before or after a call, from the swap with which the restore begins.</param>
    public LateDeletionRun(ulong seed, int moment)
    {
        _moment = moment;
        var options = new JobMasterOptions { CheckpointTimeout = TimeSpan.FromSeconds(20), CheckpointInterval = TimeSpan.FromMilliseconds(100) };
        _cluster = new SmallCluster(seed, options, jobManagers: 2)
        {
            OnCall = Pass,
            OnCompleted = Complete,
            Holds = call => _leader is { IsPaused: true } && call.StartsWith("deleting ", StringComparison.Ordinal),
        };
        _cluster.World.Storage.OnDeleting = StandStill;
        _cluster.World.Storage.OnRestoringOldest = _ => _isRestoring = true;
    }

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Wrong => _cluster.Wrong;

    /// <summary>Whether the leader deleted while the older checkpoint was restored.</summary>
    public bool HasDeleted => _cluster.World.Seen.Of(Landmarks.LateDeletionAtRestore) > 0;

    public void Execute()
    {
        using (_cluster)
        {
            _cluster.Job.Push(PartSize);
            _cluster.RunToEnd();
            if (!_isRestoring || _moments <= _moment) _cluster.Report("There was no such moment.");
        }
    }

    private void Complete(long checkpoint)
    {
        if (!_completed.Add(checkpoint) || _completed.Count > Parts) return;
        _cluster.Job.Push(PartSize);
        if (_completed.Count == Parts) _cluster.Job.End();
    }

    private void StandStill(SimulatedProcess leader, string job)
    {
        if (_leader is not null || !_cluster.World.Damage.Strike(job)) return;
        _leader = leader;
        _cluster.World.Pause(leader);
        _cluster.Strike(CrashScope.TaskManagers);
    }

    private void Pass(string call, bool isAfter)
    {
        if (_isRestoring && _moments++ == _moment) _cluster.World.Resume(_leader!);
    }
}
