using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>The slots of one task manager.</summary>
internal sealed class MemberSlots(TaskManagerRegistration registration)
{
    private readonly SortedDictionary<string, int> _held = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _doubts = new(StringComparer.Ordinal);
    private int _taken;

    public TaskManagerRegistration Registration => registration;

    /// <summary>The jobs that have slots here, in order.</summary>
    public IEnumerable<string> Jobs => _held.Keys;

    /// <summary>The number of slots held by tasks that do not stop.</summary>
    public int Pinned { get; set; }

    /// <summary>Whether it may still run tasks of some job that were given up.</summary>
    public bool IsDoubted => _doubts.Count > 0;

    /// <summary>The number of free slots; 0 where the task manager is doubted.</summary>
    public int Free => IsDoubted ? 0 : Math.Max(0, registration.Slots - _taken - Pinned);

    public int HeldBy(string job) => _held.GetValueOrDefault(job);

    public void Give(string job, int slots)
    {
        _held[job] = slots;
        _taken += slots;
    }

    public void TakeBack(string job)
    {
        if (_held.Remove(job, out var slots)) _taken -= slots;
    }

    public bool IsDoubtedFor(string job, int attempt) => _doubts.TryGetValue(job, out var doubted) && doubted == attempt;

    public void Doubt(string job, int attempt) => _doubts[job] = attempt;

    public void Trust(string job) => _doubts.Remove(job);
}
