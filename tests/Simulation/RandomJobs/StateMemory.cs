using Millrace.Core.Graph;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>
/// Remembers outside the job which state its functions had when each checkpoint was triggered, so that an attempt that restores it must find the
/// same: state that is lost altogether says nothing of what it was. A function does not know its attempt; where its process has several that have
/// not ended, or where part of the job runs on from an earlier attempt, nothing is remembered and nothing is expected.
/// </summary>
/// <param name="process">Tells the process that runs now.</param>
internal sealed class StateMemory(Func<SimulatedProcess?> process)
{
    private readonly Dictionary<ExecutionAttempt, HashSet<StateFact>> _known = [];
    private readonly Dictionary<ExecutionAttempt, HashSet<StateFact>> _restored = [];
    private readonly Dictionary<(string Job, long Checkpoint), HashSet<StateFact>> _triggered = [];
    private readonly HashSet<(SimulatedProcess Process, ExecutionAttempt Attempt)> _running = [];

    /// <summary>The attempt of the function that runs now; null where it is not certain.</summary>
    public ExecutionAttempt? Attempt => _running.Where(r => r.Process == process()).Take(2).ToList() is [var (_, only)] && _known.ContainsKey(only) ? only : null;

    /// <summary>A job manager deploys an attempt to a process.</summary>
    public void Deployed(ExecutionAttempt attempt, bool isWhole, long restored, SimulatedProcess taskManager)
    {
        _running.Add((taskManager, attempt));
        if (_known.ContainsKey(attempt) || !isWhole || (restored > 0 && !_triggered.ContainsKey((attempt.JobId, restored)))) return;
        _restored[attempt] = _triggered.GetValueOrDefault((attempt.JobId, restored)) ?? [];
        _known[attempt] = [.. _restored[attempt].Where(static f => !f.IsOfSubtask)];
    }

    /// <summary>An attempt has ended in a process.</summary>
    public void Ended(ExecutionAttempt attempt, SimulatedProcess taskManager) => _running.Remove((taskManager, attempt));

    /// <summary>A job manager triggers a checkpoint: what functions have done is in it.</summary>
    public void Triggered(ExecutionAttempt attempt, long checkpoint)
    {
        if (_known.TryGetValue(attempt, out var known)) _triggered.TryAdd((attempt.JobId, checkpoint), [.. known]);
    }

    /// <summary>A function of an attempt now has some state.</summary>
    public void Remember(ExecutionAttempt? attempt, StateFact fact)
    {
        if (attempt is { } certain) _known[certain].Add(fact);
    }

    /// <summary>Whether a function of an attempt must have some state.</summary>
    public bool MustHave(ExecutionAttempt? attempt, StateFact fact) => attempt is { } certain && _known[certain].Contains(fact);

    /// <summary>Returns the numbers of the subtasks that had some state of a node in the checkpoint that an attempt has restored.</summary>
    public IEnumerable<int> Subtasks(ExecutionAttempt? attempt, int node) =>
        attempt is { } certain ? _restored[certain].Where(f => f.IsOfSubtask && f.Node == node).Select(static f => f.Key).Order() : [];
}
