using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.JobManager.Slots;

/// <summary>
/// Tracks which slots there are, which jobs hold them and which wait. Facts in, grants out. Requests are served in order; one that cannot
/// be served yet does not hold up later ones. The cost of a grant does not grow with the number of jobs.
/// </summary>
internal sealed class SlotPool
{
    private readonly SortedDictionary<string, MemberSlots> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<MemberSlots>> _held = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reserved = new(StringComparer.Ordinal);
    private readonly WaitingRequests _waiting = new();
    private readonly WaitingRequests _waitingApart = new();
    private readonly SortedSet<string> _apart = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);
    private long _slots;

    /// <summary>The number of free slots of the task managers that answer, including reserved ones.</summary>
    public int Free { get; private set; }

    /// <summary>Whether there are slots that no job waits for and that are not reserved.</summary>
    public bool HasSpare => Waiting.Count == 0 && FreeTo("") > 0;

    public IEnumerable<TaskManagerRegistration> TaskManagers => _members.Values.Select(static m => m.Registration);

    /// <summary>The jobs that wait for slots, in no order.</summary>
    public IReadOnlyCollection<string> Waiting => _waitingApart.Jobs.Count == 0 ? _waiting.Jobs : [.. _waiting.Jobs, .. _waitingApart.Jobs];

    /// <summary>The number of requests examined so far.</summary>
    public long RequestsExamined => _waiting.Examined + _waitingApart.Examined;

    /// <summary>The available slots, as text.</summary>
    public string Supply => $"{Free} of {_slots} are free on {Count(_members.Count, "task manager")}{Kept}{Pinned}{Apart}";

    /// <summary>Adds a task manager; a previous one of the same name was removed before.</summary>
    /// <param name="taskManager">Its description of itself.</param>
    /// <param name="pinned">The number of its slots that are held by tasks that do not stop.</param>
    public void Add(TaskManagerRegistration taskManager, int pinned = 0)
    {
        var member = new MemberSlots(taskManager) { Pinned = pinned };
        _members.Add(taskManager.Id, member);
        Free += member.Free;
        _slots += taskManager.Slots;
        _kept.UnionWith(taskManager.Jobs);
        foreach (var job in _waiting.Jobs.Where(IsKept).ToList()) Move(job, _waiting, _waitingApart);
    }

    /// <summary>Removes a task manager and its slots.</summary>
    public void Remove(string taskManager)
    {
        if (!_members.Remove(taskManager, out var member)) return;
        Free -= member.Free;
        _slots -= member.Registration.Slots;
        foreach (var job in member.Jobs) _held[job].Remove(member);
    }

    /// <summary>A task manager may still run tasks that were given up: none of its slots is granted until it reports the end of those.</summary>
    public void Doubt(string taskManager, ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks)
    {
        if (_members.TryGetValue(taskManager, out var member)) Change(member, () => member.Doubt(attempt, subtasks));
    }

    /// <summary>Returns the tasks of a job because of which task managers are doubted.</summary>
    public IReadOnlyList<(string TaskManager, ExecutionAttempt Attempt, IReadOnlyList<SubtaskId> Subtasks)> DoubtsOf(string job) =>
        [.. from member in _members.Values from doubts in member.DoubtsOf(job) select (member.Registration.Id, doubts.Attempt, doubts.Subtasks)];

    /// <summary>A task manager's tasks of some subtasks have ended.</summary>
    /// <returns>Whether it was doubted because of them.</returns>
    public bool Ended(string taskManager, ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks)
    {
        if (!_members.TryGetValue(taskManager, out var member) || !member.IsDoubted) return false;
        var wasDoubted = false;
        Change(member, () => wasDoubted = member.Trust(attempt, subtasks));
        return wasDoubted;
    }

    /// <summary>Sets the number of a task manager's slots that are held by tasks that do not stop.</summary>
    /// <returns>Whether the number changed.</returns>
    public bool Pin(string taskManager, int slots)
    {
        if (!_members.TryGetValue(taskManager, out var member) || member.Pinned == slots) return false;
        Change(member, () => member.Pinned = slots);
        return true;
    }

    /// <summary>Returns the jobs that have slots on a task manager, in order.</summary>
    public IReadOnlyList<string> JobsOn(string taskManager) => _members.TryGetValue(taskManager, out var member) ? [.. member.Jobs] : [];

    /// <summary>Returns a task manager's number of free slots; 0 where it is doubted.</summary>
    public int FreeOn(string taskManager) => _members[taskManager].Free;

    /// <summary>Returns how many slots a job could have now: the free ones, and its own where their task managers answer.</summary>
    public int AvailableTo(string job) => FreeTo(job) + HeldBy(job);

    /// <summary>Reserves slots for the next request of a job that is not waiting, if there are enough.</summary>
    /// <returns>The number of slots it could have.</returns>
    public int Reserve(string job, SlotRequest request)
    {
        _reserved.Remove(job);
        var available = AvailableTo(job);
        if (available >= request.Least && RequestOf(job) is null) _reserved[job] = Math.Min(available, request.Wanted);
        return available;
    }

    /// <summary>Cancels a job's reservation.</summary>
    public void Unreserve(string job) => _reserved.Remove(job);

    /// <summary>Requests slots for a job; those it has and does not keep are returned, and its previous request is void.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="request">The request.</param>
    /// <param name="name">The job's name, by which task managers are reserved for it.</param>
    /// <returns>False where the job cannot keep what it would keep, because tasks hold it that do not end; then nothing has changed.</returns>
    public bool Request(string job, SlotRequest request, string name = "")
    {
        if (request.Kept.Keys.Any(id => _members.TryGetValue(id, out var member) && member.IsOvercommitted)) return false;
        TakeBack(job);
        foreach (var (taskManager, slots) in request.Kept) Hold(job, taskManager, slots);
        _names[job] = name;
        (_apart.Contains(job) || IsKept(job) ? _waitingApart : _waiting).Add(job, request);
        return true;
    }

    /// <summary>A job has slots because tasks of it run there since the time of another job manager; they are no reason for doubt.</summary>
    /// <param name="job">Its id.</param>
    /// <param name="attempt">The newest attempt that was deployed to the task managers.</param>
    /// <param name="kept">The task managers, with the subtasks that are kept there.</param>
    /// <param name="name">The job's name.</param>
    public void Keep(string job, ExecutionAttempt attempt, IReadOnlyList<(string TaskManager, IReadOnlyList<SubtaskId> Subtasks)> kept, string name)
    {
        TakeBack(job);
        _names[job] = name;
        foreach (var (taskManager, subtasks) in kept)
        {
            Ended(taskManager, attempt, subtasks);
            Hold(job, taskManager, subtasks.DistinctBy(static s => s.Index).Count());
        }
    }

    /// <summary>Isolates a job: it gets task managers that no other job uses, and no other job gets them, until the isolation ends.</summary>
    public void SetApart(string job)
    {
        if (_apart.Add(job)) Move(job, _waiting, _waitingApart);
    }

    /// <summary>Ends a job's isolation.</summary>
    public void EndApart(string job)
    {
        if (_apart.Remove(job) && !IsKept(job)) Move(job, _waitingApart, _waiting);
    }

    /// <summary>A job no longer needs slots.</summary>
    public void Release(string job)
    {
        TakeBack(job);
        EndApart(job);
        _waiting.Remove(job);
        _waitingApart.Remove(job);
        _names.Remove(job);
    }

    /// <summary>Serves the requests that can be served.</summary>
    /// <param name="first">The job served first, because it has just returned the slots that it requests; null for none.</param>
    /// <returns>The jobs that were granted slots, with their requests.</returns>
    public IReadOnlyList<(string Job, SlotRequest Request, TaskPlacement Placement)> Serve(string? first = null)
    {
        var served = new List<(string, SlotRequest, TaskPlacement)>();
        if (first is not null && (_waiting.Fits(first, FreeTo(first)) || _waitingApart.Fits(first, FreeTo(first)))) served.Add(Give(first));
        while (_waiting.FirstThatFits(FreeTo("")) is { } job) served.Add(Give(job));
        foreach (var job in _waitingApart.Jobs.Order(StringComparer.Ordinal).ToList())
        {
            if (_waitingApart.Fits(job, FreeTo(job))) served.Add(Give(job));
        }

        return served;
    }

    /// <summary>Returns what a job waits for, as text; null where it does not wait.</summary>
    public string? WaitsFor(string job)
    {
        if (RequestOf(job) is not { } request) return null;
        var least = request.Least == request.Wanted ? "" : $" (at least {request.Least})";
        return $"{Count(request.Wanted, "slot")}{least}; {Supply}{(IsKept(job) ? ". It gets only those of task managers that are reserved for it" : "")}";
    }

    private string Pinned => _members.Values.Sum(static m => m.Pinned) is > 0 and var pinned ? $", and {pinned} held by tasks that do not end" : "";

    private string Kept => _members.Values.Where(static m => m.Registration.Jobs.Count > 0).Sum(static m => m.Free) is > 0 and var kept ? $", {kept} of these reserved for certain jobs" : "";

    private string Apart => _apart.Count == 0 ? "" : $". Processes that ran {string.Join(", ", _apart)} ended; for a while no other job gets slots beside {(_apart.Count == 1 ? "it" : "them")}";

    private SlotRequest? RequestOf(string job) => _waiting.Of(job) ?? _waitingApart.Of(job);

    private static void Move(string job, WaitingRequests from, WaitingRequests to)
    {
        if (from.Of(job) is not { } request) return;
        from.Remove(job);
        to.Add(job, request);
    }

    private int FreeOnOpen(string job) => _apart.Count + _kept.Count == 0 ? Free : _members.Values.Where(m => IsOpenTo(m, job)).Sum(static m => m.Free);

    /// <summary>Returns whether task managers are, or were, reserved for a job.</summary>
    private bool IsKept(string job) => _names.TryGetValue(job, out var name) && _kept.Contains(name);

    /// <summary>Returns whether a job may have slots of a task manager, given reservations for certain jobs and isolated jobs.</summary>
    private bool IsOpenTo(MemberSlots member, string job)
    {
        var keptFor = member.Registration.Jobs;
        if (keptFor.Count == 0 ? IsKept(job) : !keptFor.Contains(_names.GetValueOrDefault(job, ""))) return false;
        return _apart.Count == 0 || (_apart.Contains(job) ? member.Jobs.All(j => j == job) : !member.Jobs.Any(_apart.Contains));
    }

    private (string Job, SlotRequest Request, TaskPlacement Placement) Give(string job)
    {
        var request = RequestOf(job)!;
        _waiting.Remove(job);
        _waitingApart.Remove(job);
        var free = _members.Values.Where(m => IsOpenTo(m, job)).Select(static m => (new TaskManagerAddress(m.Registration.Id, m.Registration.Address), m.Free)).ToList();
        var placement = SlotPlacement.Decide(Math.Min(FreeTo(job), request.Wanted), free);
        foreach (var slots in placement.Slots.GroupBy(s => placement.TaskManagers[s].Id)) Hold(job, slots.Key, slots.Count());
        return (job, request, placement);
    }

    private void Hold(string job, string taskManager, int slots)
    {
        // One that is kept may be gone.
        if (!_members.TryGetValue(taskManager, out var member)) return;
        Change(member, () => member.Give(job, slots));
        if (!_held.TryGetValue(job, out var held)) _held.Add(job, held = []);
        held.Add(member);
    }

    private void TakeBack(string job)
    {
        _reserved.Remove(job);
        if (!_held.Remove(job, out var held)) return;
        foreach (var member in held) Change(member, () => member.TakeBack(job));
    }

    private void Change(MemberSlots member, Action change)
    {
        Free -= member.Free;
        change();
        Free += member.Free;
    }

    /// <summary>Returns the free slots minus those reserved for other jobs beyond what they already hold.</summary>
    private int FreeTo(string job) => Math.Max(0, FreeOnOpen(job) - _reserved.Where(r => r.Key != job).Sum(r => Math.Max(0, r.Value - HeldBy(r.Key))));

    private int HeldBy(string job) => _held.TryGetValue(job, out var held) ? held.Where(static m => !m.IsDoubted).Sum(m => m.HeldBy(job)) : 0;

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}
