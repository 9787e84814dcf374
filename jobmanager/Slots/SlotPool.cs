using Millrace.Core.Control;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Which slots there are, who has them and who waits for some. Facts in, grants out. Requests are served in their order; one that cannot
/// be served yet does not hold up those after it.
/// </summary>
internal sealed class SlotPool
{
    private readonly SortedDictionary<string, TaskManagerRegistration> _taskManagers = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TaskPlacement> _held = new(StringComparer.Ordinal);
    private readonly List<(string Job, SlotRequest Request)> _waiting = [];
    private readonly SortedSet<string> _doubted = new(StringComparer.Ordinal);

    /// <summary>How many slots of the task managers that answer are free.</summary>
    public int Free => _taskManagers.Keys.Sum(FreeOn);

    public IEnumerable<TaskManagerRegistration> TaskManagers => _taskManagers.Values;

    /// <summary>A task manager is there; another one of its name is not any longer.</summary>
    public void Add(TaskManagerRegistration taskManager)
    {
        _taskManagers[taskManager.Id] = taskManager;
        _doubted.Remove(taskManager.Id);
    }

    /// <summary>A task manager is gone.</summary>
    public void Remove(string taskManager)
    {
        _taskManagers.Remove(taskManager);
        _doubted.Remove(taskManager);
    }

    /// <summary>A task manager does not answer a job: no slot of it is given to anybody until it does.</summary>
    public void Doubt(string taskManager)
    {
        if (_taskManagers.ContainsKey(taskManager)) _doubted.Add(taskManager);
    }

    public void Trust(string taskManager) => _doubted.Remove(taskManager);

    /// <summary>Jobs that have slots of a task manager, in order.</summary>
    public IReadOnlyList<string> JobsOn(string taskManager) =>
        [.. _held.Where(h => h.Value.TaskManagers.Any(t => t.Id == taskManager)).Select(h => h.Key)];

    /// <summary>How many slots of a task manager are free.</summary>
    public int FreeOn(string taskManager) =>
        _doubted.Contains(taskManager) ? 0 : _taskManagers[taskManager].Slots - _held.Values.Sum(p => p.Slots.Count(s => p.TaskManagers[s].Id == taskManager));

    /// <summary>How many slots a job could have now: the free ones, and its own where their task managers answer.</summary>
    public int AvailableTo(string job) => Free + (_held.TryGetValue(job, out var own)
        ? own.Slots.Count(s => _taskManagers.ContainsKey(own.TaskManagers[s].Id) && !_doubted.Contains(own.TaskManagers[s].Id))
        : 0);

    /// <summary>A job asks for slots; what it has is given back, and what it asked for before is void.</summary>
    public void Request(string job, SlotRequest request)
    {
        _held.Remove(job);
        var at = _waiting.FindIndex(w => w.Job == job);
        if (at < 0) _waiting.Add((job, request));
        else _waiting[at] = (job, request);
    }

    /// <summary>A job needs no slots any more.</summary>
    public void Release(string job)
    {
        _held.Remove(job);
        _waiting.RemoveAll(w => w.Job == job);
    }

    /// <summary>Gives what can be given.</summary>
    /// <param name="first">The job that is served first, because it has just given back what it asks for; null where none has.</param>
    /// <returns>The jobs that were given slots.</returns>
    public IReadOnlyList<(string Job, TaskPlacement Placement)> Serve(string? first = null)
    {
        var served = new List<(string, TaskPlacement)>();
        foreach (var (job, request) in _waiting.OrderBy(w => w.Job == first ? 0 : 1).ToList())
        {
            if (Free < request.Least) continue;
            var free = _taskManagers.Values.Select(t => (new TaskManagerAddress(t.Id, t.Address), FreeOn(t.Id))).ToList();
            var placement = SlotPlacement.Decide(Math.Min(Free, request.Wanted), free);
            _held[job] = placement;
            _waiting.RemoveAll(w => w.Job == job);
            served.Add((job, placement));
        }

        return served;
    }

    /// <summary>For what a job waits, in words; null where it does not.</summary>
    public string? WaitsFor(string job)
    {
        if (_waiting.Find(w => w.Job == job).Request is not { } request) return null;
        var least = request.Least == request.Wanted ? "" : $" (at least {request.Least})";
        return $"{Count(request.Wanted)}{least}; {Free} of {_taskManagers.Values.Sum(t => (long)t.Slots)} are free on {_taskManagers.Count} task managers";
    }

    private static string Count(int slots) => slots == 1 ? "1 slot" : $"{slots} slots";
}
