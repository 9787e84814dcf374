using Millrace.Testing.Clusters;

namespace Millrace.Simulation.Tests.Cluster;

/// <summary>What is left of clusters that were replaced: their processes go on for a while, and do not know it.</summary>
internal sealed class StaleClusters
{
    private readonly List<(SimulatedCluster Cluster, int KilledAt)> _clusters = [];

    /// <summary>Whether there ever was one.</summary>
    public bool Any { get; private set; }

    public int Count => _clusters.Count;

    public void Add(SimulatedCluster? cluster, int killedAt)
    {
        if (cluster is null) return;
        Any = true;
        _clusters.Add((cluster, killedAt));
    }

    public void KillDue(int now)
    {
        for (var i = _clusters.Count - 1; i >= 0; i--)
        {
            if (_clusters[i].KilledAt > now) continue;
            _clusters[i].Cluster.KillAll();
            _clusters.RemoveAt(i);
        }
    }

    public void KillAll() => KillDue(int.MaxValue);
}
