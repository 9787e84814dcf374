using Millrace.Simulation.Tests.World.Processes;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>
/// A leader stands still between the swap of a head, with which a checkpoint is complete, and the deletions that follow it. Its task managers die, and all
/// checkpoints but the oldest that is retained are damaged: its successor restores that one, and meanwhile the leader goes on, and deletes late.
/// </summary>
internal sealed class LateDeletion
{
    // Longer than another one takes to lead.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(15);

    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private (SimulatedProcess Leader, string Job)? _now;

    /// <param name="world">The world.</param>
    /// <param name="random">Decides.</param>
    public LateDeletion(SimulatedWorld world, SeededRandom random)
    {
        (_world, _random) = (world, random);
        world.Storage.OnRestoringOldest = Restoring;
    }

    /// <summary>Whether it may begin, where a process is about to delete something of a job.</summary>
    public bool MayBegin(SimulatedProcess process, string job) =>
        _now is null && _world.Paused.Count == 0 && _world.Replaced.Count == 0 && _world.JobManager is { IsReady: true } manager && manager.Process == process && _world.Damage.MayStrike(job);

    /// <summary>Begins.</summary>
    public void Begin(SimulatedProcess leader, string job)
    {
        while (_world.Damage.Strike(job)) { }
        _now = (leader, job);
        _world.Pause(leader);
        _world.Faults.Holds = call => leader is { Alive: true, IsPaused: true } && call.StartsWith($"deleting {job}/", StringComparison.Ordinal);
        foreach (var taskManager in _world.TaskManagers.OfType<TaskManagerNode>().ToList()) _world.Kill(taskManager.Process);
        if (!_world.IsElecting) _world.After(TimeSpan.FromMilliseconds(_random.Next(1, 3000)), Depose);
        _world.After(s_longest, () => GiveUp(leader));
    }

    /// <summary>Faults are over: the leader goes on, whatever its successor has done.</summary>
    public void Calm()
    {
        if (_now is var (leader, _)) GiveUp(leader);
    }

    /// <summary>The newest head of a job restores the oldest of its checkpoints.</summary>
    private void Restoring(string job)
    {
        if (_now is not var (leader, held) || held != job) return;
        // At once, or while the successor deploys and its tasks read.
        _world.After(TimeSpan.FromMilliseconds(_random.Next(2) == 0 ? 0 : _random.Next(1, 100)), () => End(leader));
    }

    private void Depose()
    {
        if (_now is var (leader, _) && _world.JobManager?.Process == leader && leader.IsPaused) _world.Depose();
    }

    // Where nobody took the job over, the leader may complete a checkpoint that goes on from damaged ones, and so leave none that can be restored.
    private void GiveUp(SimulatedProcess leader)
    {
        if (_now?.Leader != leader) return;
        _world.Damage.Repair();
        End(leader);
    }

    private void End(SimulatedProcess leader)
    {
        if (_now?.Leader != leader) return;
        _now = null;
        _world.Resume(leader);
        // One that was replaced is finally detected and killed; one that takes part in elections finds out by itself.
        if (_world.Replaced.Contains(leader)) _world.After(TimeSpan.FromMilliseconds(_random.Next(1, 15_000)), () => _world.Kill(leader));
    }
}
