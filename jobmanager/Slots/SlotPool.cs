using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Which slots there are, who has them and who waits for some. Facts in, grants out. Requests are served in their order; one that cannot
/// be served yet does not hold up those after it.
/// </summary>
internal sealed class SlotPool
{
    private readonly SortedDictionary<string, TaskManagerRegistration> _taskManagers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Dictionary<string, int>> _held = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reserved = new(StringComparer.Ordinal);
    private readonly List<(string Job, SlotRequest Request)> _waiting = [];
    private readonly Dictionary<string, HashSet<string>> _doubts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _pinned = new(StringComparer.Ordinal);

    /// <summary>How many slots of the task managers that answer are free, reserved ones included.</summary>
    public int Free => _taskManagers.Keys.Sum(FreeOn);

    /// <summary>Whether there are slots that nobody waits for, and that are not reserved.</summary>
    public bool HasSpare => _waiting.Count == 0 && FreeTo("") > 0;

    public IEnumerable<TaskManagerRegistration> TaskManagers => _taskManagers.Values;

    /// <summary>A task manager is there; one of its name was removed before.</summary>
    public void Add(TaskManagerRegistration taskManager) => _taskManagers.Add(taskManager.Id, taskManager);

    /// <summary>A task manager is gone, and its slots with it.</summary>
    public void Remove(string taskManager)
    {
        _taskManagers.Remove(taskManager);
        _doubts.Remove(taskManager);
        _pinned.Remove(taskManager);
        foreach (var held in _held.Values) held.Remove(taskManager);
    }

    /// <summary>A task manager does not answer a job: no slot of it is given to anybody until it does, or the job has ended.</summary>
    public void Doubt(string taskManager, string job)
    {
        if (!_taskManagers.ContainsKey(taskManager)) return;
        if (!_doubts.TryGetValue(taskManager, out var jobs)) _doubts.Add(taskManager, jobs = new HashSet<string>(StringComparer.Ordinal));
        jobs.Add(job);
    }

    /// <summary>So many slots of a task manager are held by tasks that do not end.</summary>
    /// <returns>Whether that is news.</returns>
    public bool Pin(string taskManager, int slots)
    {
        if (!_taskManagers.ContainsKey(taskManager) || _pinned.GetValueOrDefault(taskManager) == slots) return false;
        _pinned[taskManager] = slots;
        return true;
    }

    public void Trust(string taskManager, string job)
    {
        if (_doubts.TryGetValue(taskManager, out var jobs) && jobs.Remove(job) && jobs.Count == 0) _doubts.Remove(taskManager);
    }

    /// <summary>Jobs that have slots of a task manager, in order.</summary>
    public IReadOnlyList<string> JobsOn(string taskManager) => [.. _held.Where(h => h.Value.ContainsKey(taskManager)).Select(h => h.Key)];

    /// <summary>How many slots of a task manager are free; none where it is doubted.</summary>
    public int FreeOn(string taskManager) =>
        _doubts.ContainsKey(taskManager)
            ? 0
            : Math.Max(0, _taskManagers[taskManager].Slots - _held.Values.Sum(h => h.GetValueOrDefault(taskManager)) - _pinned.GetValueOrDefault(taskManager));

    /// <summary>How many slots a job could have now: the free ones, and its own where their task managers answer.</summary>
    public int AvailableTo(string job) => FreeTo(job) + HeldBy(job);

    /// <summary>Keeps slots for what a job will ask for next, where there are enough of them.</summary>
    /// <returns>How many it could have.</returns>
    public int Reserve(string job, SlotRequest request)
    {
        _reserved.Remove(job);
        var available = AvailableTo(job);
        if (available >= request.Least) _reserved[job] = Math.Min(available, request.Wanted);
        return available;
    }

    /// <summary>A job will not ask for what was kept for it.</summary>
    public void Unreserve(string job) => _reserved.Remove(job);

    /// <summary>A job asks for slots; what it has is given back, and what it asked for before is void.</summary>
    public void Request(string job, SlotRequest request)
    {
        _held.Remove(job);
        _reserved.Remove(job);
        var at = _waiting.FindIndex(w => w.Job == job);
        if (at < 0) _waiting.Add((job, request));
        else _waiting[at] = (job, request);
    }

    /// <summary>A job needs no slots any more.</summary>
    public void Release(string job)
    {
        _held.Remove(job);
        _reserved.Remove(job);
        _waiting.RemoveAll(w => w.Job == job);
        foreach (var taskManager in _doubts.Keys.ToList()) Trust(taskManager, job);
    }

    /// <summary>Gives what can be given.</summary>
    /// <param name="first">The job that is served first, because it has just given back what it asks for; null where none has.</param>
    /// <returns>The jobs that were given slots, with what they had asked for.</returns>
    public IReadOnlyList<(string Job, SlotRequest Request, TaskPlacement Placement)> Serve(string? first = null)
    {
        var served = new List<(string, SlotRequest, TaskPlacement)>();
        foreach (var (job, request) in _waiting.OrderBy(w => w.Job == first ? 0 : 1).ToList())
        {
            var available = FreeTo(job);
            if (available < request.Least) continue;
            var free = _taskManagers.Values.Select(t => (new TaskManagerAddress(t.Id, t.Address), FreeOn(t.Id))).ToList();
            var placement = SlotPlacement.Decide(Math.Min(available, request.Wanted), free);
            _held[job] = placement.Slots.GroupBy(s => placement.TaskManagers[s].Id).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
            _waiting.RemoveAll(w => w.Job == job);
            served.Add((job, request, placement));
        }

        return served;
    }

    /// <summary>For what a job waits, in words; null where it does not.</summary>
    public string? WaitsFor(string job)
    {
        if (_waiting.Find(w => w.Job == job).Request is not { } request) return null;
        var least = request.Least == request.Wanted ? "" : $" (at least {request.Least})";
        return $"{Count(request.Wanted, "slot")}{least}; {Free} of {_taskManagers.Values.Sum(t => (long)t.Slots)} are free on {Count(_taskManagers.Count, "task manager")}{Pinned}";
    }

    private string Pinned => _pinned.Values.Sum() is > 0 and var pinned ? $", and {pinned} held by tasks that do not end" : "";

    /// <summary>The free slots, less what is kept for other jobs beyond what they have.</summary>
    private int FreeTo(string job) => Math.Max(0, Free - _reserved.Where(r => r.Key != job).Sum(r => Math.Max(0, r.Value - HeldBy(r.Key))));

    private int HeldBy(string job) => _held.TryGetValue(job, out var held) ? held.Where(h => !_doubts.ContainsKey(h.Key)).Sum(h => h.Value) : 0;

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
