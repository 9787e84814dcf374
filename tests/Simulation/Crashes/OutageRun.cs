using Millrace.JobManager;

namespace Millrace.Simulation.Tests.Crashes;

/// <summary>
/// One run of a small job whose storage has an outage after the second checkpoint. When the next checkpoint after it is complete, all processes are killed,
/// so that what it has written is restored.
/// </summary>
internal sealed class OutageRun
{
    /// <summary>How many checkpoints in a row may fail.</summary>
    public const int Tolerated = 3;

    private const int CheckpointsBefore = 2;
    private const int CheckpointsAfter = 3;

    private static readonly TimeSpan s_checkpointTimeout = TimeSpan.FromSeconds(5);

    private readonly SmallCluster _cluster;
    private readonly Outage _outage;
    private readonly Func<OutageRun, bool> _isOver;
    private readonly HashSet<long> _completed = [];
    private bool _isOut;
    private bool _wasOut;
    private int _completedBefore;
    private int _arrivedBefore;
    private int _abortsBefore;
    private long _since;

    /// <param name="seed">Decides the order in which things happen.</param>
    /// <param name="outage">What happens to calls of the storage.</param>
    /// <param name="isOver">Tells when the outage is over.</param>
    public OutageRun(ulong seed, Outage outage, Func<OutageRun, bool> isOver)
    {
        (_outage, _isOver) = (outage, isOver);
        var options = new JobMasterOptions { CheckpointTimeout = s_checkpointTimeout, StoreTimeout = TimeSpan.FromSeconds(2), TolerableFailedCheckpoints = Tolerated };
        _cluster = new SmallCluster(seed, options) { OnCall = Pass, Holds = Holds, OnCompleted = Complete };
    }

    /// <summary>What is wrong; null where nothing is.</summary>
    public string? Wrong => _cluster.Wrong;

    /// <summary>How many checkpoints have been aborted since the outage began.</summary>
    public int Aborted => Aborts - _abortsBefore;

    /// <summary>How many attempts there were when the next checkpoint after the outage was complete.</summary>
    public int Attempts { get; private set; }

    /// <summary>How many records came to the sink during the outage.</summary>
    public int Arrived { get; private set; }

    /// <summary>How long it has lasted so far.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(_cluster.Scheduler.Time.Now - _since);

    /// <summary>The newest attempt.</summary>
    public int Attempt => _cluster.World.Protocols.Named(_cluster.Job.Name)?.Attempt ?? 0;

    private int Aborts => _cluster.World.Protocols.Named(_cluster.Job.Name)?.Aborts ?? 0;

    public void Execute()
    {
        using (_cluster)
        {
            Feed();
            _cluster.RunToEnd();
            if (!_wasOut || _isOut || Attempts == 0) _cluster.Report("The outage has not come and gone.");
        }
    }

    /// <summary>Numbers arrive all the time, until there are enough checkpoints after the outage.</summary>
    private void Feed()
    {
        LookWhetherOver();
        if (_wasOut && !_isOut && _completed.Count >= _completedBefore + CheckpointsAfter)
        {
            _cluster.Job.End();
            return;
        }

        _cluster.Job.Push(3);
        _cluster.World.After(TimeSpan.FromMilliseconds(_isOut && Duration.TotalSeconds > 1 ? 250 : 5), Feed);
    }

    private void Complete(long checkpoint)
    {
        if (!_completed.Add(checkpoint)) return;
        if (!_wasOut && _completed.Count == CheckpointsBefore)
        {
            (_isOut, _wasOut, _since, _abortsBefore, _arrivedBefore) = (true, true, _cluster.Scheduler.Time.Now, Aborts, _cluster.Job.Arrived);
            return;
        }

        if (!_wasOut || _isOut || Attempts > 0) return;
        (Attempts, _completedBefore) = (Attempt, _completed.Count);
        _cluster.World.After(TimeSpan.FromMilliseconds(1), () => _cluster.Strike(CrashScope.All));
    }

    private void Pass(string call, bool isAfter)
    {
        if (LookWhetherOver() && !isAfter && !_outage.Stalls && _outage.Concerns(call)) throw new IOException($"Simulated: {call} failed, because the storage is unavailable.");
    }

    private bool Holds(string call) => LookWhetherOver() && _outage.Stalls && _outage.Concerns(call);

    /// <summary>Returns whether the outage goes on.</summary>
    private bool LookWhetherOver()
    {
        if (!_isOut || !_isOver(this)) return _isOut;
        (_isOut, Arrived) = (false, _cluster.Job.Arrived - _arrivedBefore);
        return false;
    }
}
