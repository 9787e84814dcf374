using Millrace.Core.Control;
using Millrace.Core.Graph;

namespace Millrace.JobManager.Slots;

/// <summary>The slots of one task manager.</summary>
internal sealed class MemberSlots(TaskManagerRegistration registration)
{
    private readonly SortedDictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly HashSet<(ExecutionAttempt Attempt, SubtaskId Subtask)> _doubts = [];
    private int _taken;

    public TaskManagerRegistration Registration => registration;

    /// <summary>The jobs that have slots here, in order.</summary>
    public IEnumerable<string> Jobs => _held.Keys;

    /// <summary>The number of slots held by tasks that do not stop.</summary>
    public int Pinned { get; set; }

    /// <summary>Whether it may still run tasks of some job that were given up.</summary>
    public bool IsDoubted => _doubts.Count > 0;

    /// <summary>Whether jobs have slots that something else may hold: tasks that were given up, or do not stop.</summary>
    public bool IsOvercommitted => IsDoubted || _taken + Pinned > registration.Slots;

    /// <summary>The number of free slots; 0 where the task manager is doubted.</summary>
    public int Free => IsDoubted ? 0 : Math.Max(0, registration.Slots - _taken - Pinned);

    public int HeldBy(string job) => _held.GetValueOrDefault(job);

    public void Give(string job, int slots)
    {
        _held[job] = HeldBy(job) + slots;
        _taken += slots;
    }

    public void TakeBack(string job)
    {
        if (_held.Remove(job, out var slots)) _taken -= slots;
    }

    public void Doubt(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) => _doubts.UnionWith(subtasks.Select(s => (attempt, s)));

    /// <summary>Returns the tasks of a job because of which it is doubted, by their attempts.</summary>
    public IEnumerable<(ExecutionAttempt Attempt, IReadOnlyList<SubtaskId> Subtasks)> DoubtsOf(string job) => _doubts.Where(d => d.Attempt.JobId == job)
        .GroupBy(static d => d.Attempt)
        .OrderBy(static g => g.Key.Number)
        .Select(static g => (g.Key, (IReadOnlyList<SubtaskId>)[.. SubtaskId.InOrder(g.Select(static d => d.Subtask))]));

    /// <summary>Some tasks have ended, of an attempt and of earlier ones.</summary>
    /// <returns>Whether it was doubted because of any of them.</returns>
    public bool Trust(ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) =>
        _doubts.RemoveWhere(d => d.Attempt.JobId == attempt.JobId && d.Attempt.Number <= attempt.Number && subtasks.Contains(d.Subtask)) > 0;
}
