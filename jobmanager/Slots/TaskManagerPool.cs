using Millrace.Core.Control;
using Millrace.Core.Graph;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// The registered task managers and the jobs' slots on them. All facts come through one mailbox; the decisions are made by
/// <see cref="SlotPool"/>.
/// </summary>
public sealed class TaskManagerPool
{
    private const int LongestApartDoublings = 4;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ApartTime = TimeSpan.FromSeconds(15);

    private readonly SlotPool _slots = new();
    private readonly Dictionary<string, PoolMember> _members = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ISlotOwner> _owners = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _wanting = new(StringComparer.Ordinal);
    private readonly ProcessDeaths _deaths;
    private readonly TimeProvider _time;
    private readonly ITimer _quiet;
    private readonly PlanQueue _plans;
    private readonly Mailbox _mailbox;
    private IReadOnlyList<string>? _artifacts;
    private string? _toldSupply;
    private bool _isQuiet;
    private IReadOnlyDictionary<string, int> _freeSlots = new Dictionary<string, int>();

    /// <param name="host">Runs its mail.</param>
    /// <param name="time">The clock.</param>
    /// <param name="planLimit">The time limit of a plan; null for the default.</param>
    public TaskManagerPool(IActivityHost host, TimeProvider time, TimeSpan? planLimit = null)
    {
        PlanLimit = planLimit ?? PlanQueue.DefaultLimit;
        _mailbox = new Mailbox(host, MailboxName);
        (_time, _deaths) = (time, new ProcessDeaths(time));
        _plans = new PlanQueue(_mailbox, time, PlanLimit, _deaths);
        _quiet = time.CreateTimer(_ => _mailbox.Post(EndQuiet), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The mailbox's name, by which a defect in it is recognized.</summary>
    internal const string MailboxName = "task managers";

    /// <summary>Plans jobs on the available task managers, or on the first to join soon.</summary>
    public IJobPlanner Planner => _plans;

    /// <summary>The time limit of a plan.</summary>
    internal TimeSpan PlanLimit { get; }

    /// <summary>The recent number of free slots on each task manager. Thread-safe.</summary>
    internal IReadOnlyDictionary<string, int> FreeSlots => Volatile.Read(ref _freeSlots);

    /// <summary>
    /// A task manager joined. A previous one of the same name is gone, with the tasks that ran there; that its process died is not known: one
    /// that dies leaves, because its connection closes.
    /// </summary>
    /// <param name="registration">Its description of itself.</param>
    /// <param name="tasks">Its tasks.</param>
    /// <param name="planner">Plans jobs there.</param>
    /// <param name="runs">What it runs since earlier sessions: none of its slots is granted until it is known what becomes of that. Null for nothing.</param>
    /// <param name="pinnedSlots">How many of its slots are held by tasks that do not stop: they are not granted.</param>
    /// <param name="onJoined">Called after the jobs that had tasks there were told that these are lost.</param>
    public void Join(
        TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner, IReadOnlyList<JobReport>? runs = null, int pinnedSlots = 0, Action? onJoined = null) => _mailbox.Post(() =>
    {
        _deaths.TakeBack(registration.Instance);
        if (_members.ContainsKey(registration.Id)) Remove(registration.Id, "was replaced", isDeath: false);
        _members[registration.Id] = new PoolMember(registration, tasks, planner);
        if (_artifacts is not null) tasks.Keep(_artifacts);
        _slots.Add(registration, pinnedSlots);
        foreach (var job in runs ?? []) _slots.Doubt(registration.Id, job.Attempt, job.All);
        PlanOnMembers();
        onJoined?.Invoke();
        Serve();
    });

    /// <summary>A task manager left; ignored if another one of the same name has joined since.</summary>
    /// <param name="registration">The registration with which it joined.</param>
    /// <param name="reason">The reason, as the end of a sentence about it.</param>
    /// <param name="mayHaveDied">Whether its process may have terminated.</param>
    public void Leave(TaskManagerRegistration registration, string reason, bool mayHaveDied = true) => _mailbox.Post(() =>
    {
        // One that registers again may send an equal registration.
        if (!_members.TryGetValue(registration.Id, out var member) || !ReferenceEquals(member.Registration, registration)) return;
        Remove(registration.Id, reason, isDeath: mayHaveDied);
        Serve();
    });

    /// <summary>The number of requests examined so far to find those that could be served.</summary>
    internal long RequestsExamined => _slots.RequestsExamined;

    /// <summary>Answers when all mail that is now queued has been processed.</summary>
    internal void Ping(Action onAnswer) => _mailbox.Post(onAnswer);

    /// <summary>Requests slots for a job; those it has are returned.</summary>
    internal void Request(ISlotOwner owner, SlotRequest request) => _mailbox.Post(() =>
    {
        _owners[owner.JobId] = owner;
        _wanting.Remove(owner.JobId);
        if (_slots.Request(owner.JobId, request, owner.JobName)) Serve(owner.JobId);
        else owner.CannotKeep(request);
    });

    /// <summary>A job keeps the tasks that run since the time of another job manager, with their slots.</summary>
    /// <param name="owner">The job.</param>
    /// <param name="attempt">The newest attempt that was deployed to the task managers.</param>
    /// <param name="kept">The task managers, with the subtasks that are kept there.</param>
    internal void Keep(ISlotOwner owner, ExecutionAttempt attempt, IReadOnlyList<(ITaskManagerGateway TaskManager, IReadOnlyList<SubtaskId> Subtasks)> kept) => _mailbox.Post(() =>
    {
        _owners[owner.JobId] = owner;
        _deaths.Began(owner.JobId);
        var there = kept.Where(k => _members.TryGetValue(k.TaskManager.Id, out var member) && member.Tasks == k.TaskManager).ToList();
        _slots.Keep(owner.JobId, attempt, there.ConvertAll(static k => (k.TaskManager.Id, k.Subtasks)), owner.JobName);
        foreach (var (lost, _) in kept.Except(there)) owner.Lost(lost.Id, "left", null);
        Serve();
    });

    /// <summary>Plans a job that already exists: it waits for a task manager as long as there is none.</summary>
    internal void Plan(ISlotOwner owner, PlanRequest request, Action<PlanAnswer> onAnswer) => _mailbox.Post(() =>
    {
        if (_members.Count == 0) owner.Waits("a task manager that plans it");
        _plans.Enqueue(request, onAnswer, isPatient: true);
    });

    /// <summary>Reserves slots for a job's next request, and answers how many it could have; with fewer than the least none are reserved.</summary>
    internal void Reserve(string jobId, SlotRequest request, Action<int> onAnswer) => _mailbox.Post(() => onAnswer(_slots.Reserve(jobId, request)));

    /// <summary>Cancels a job's reservation.</summary>
    internal void Unreserve(string jobId) => _mailbox.Post(() =>
    {
        _slots.Unreserve(jobId);
        Serve();
    });

    /// <summary>A running job has fewer slots than it would use: it is notified once, as soon as some are free.</summary>
    internal void AskForMore(string jobId) => _mailbox.Post(() =>
    {
        if (!_owners.TryGetValue(jobId, out var owner)) return;
        if (_slots.HasSpare) owner.SlotsAreFree();
        else _wanting.Add(jobId);
    });

    /// <summary>A job no longer needs slots.</summary>
    internal void Release(string jobId) => _mailbox.Post(() =>
    {
        _owners.Remove(jobId);
        _wanting.Remove(jobId);
        _slots.Release(jobId);
        Serve();
    });

    /// <summary>Notifies all task managers, including later ones, of the artifacts that jobs use.</summary>
    internal void Keep(IReadOnlyList<string> artifacts) => _mailbox.Post(() =>
    {
        _artifacts = artifacts;
        foreach (var (_, member) in _members.OrderBy(m => m.Key, StringComparer.Ordinal)) member.Tasks.Keep(artifacts);
    });

    /// <summary>
    /// A task manager may still run an attempt that was given up: its slots are not granted until it reports the end of that. Ignored if another
    /// one of the same name has joined since.
    /// </summary>
    internal void Doubt(ITaskManagerGateway taskManager, ExecutionAttempt attempt, IReadOnlyList<SubtaskId> subtasks) => _mailbox.Post(() =>
    {
        if (!_members.TryGetValue(taskManager.Id, out var member) || member.Tasks != taskManager) return;
        _slots.Doubt(taskManager.Id, attempt, subtasks);
        Serve();
    });

    /// <summary>A job has ended: its tasks of which it is doubted that they have ended are told to.</summary>
    internal void EndDoubted(string jobId) => _mailbox.Post(() =>
    {
        foreach (var (taskManager, attempt, subtasks) in _slots.DoubtsOf(jobId)) _members[taskManager].Tasks.End(attempt, subtasks);
    });

    /// <summary>Sets the number of a task manager's slots that are held by tasks that do not stop: they are not granted.</summary>
    internal void Pin(string taskManager, int slots) => _mailbox.Post(() =>
    {
        if (_slots.Pin(taskManager, slots)) Serve();
    });

    /// <summary>A task manager's tasks of some subtasks have ended.</summary>
    internal void Ended(ExecutionAttempt attempt, string taskManager, IReadOnlyList<SubtaskId> subtasks) => _mailbox.Post(() =>
    {
        if (_slots.Ended(taskManager, attempt, subtasks)) Serve();
    });

    private void PlanOnMembers() => _plans.Use([.. _members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => m.Value)]);

    private void Remove(string id, string reason, bool isDeath)
    {
        var (instance, jobs) = (_members[id].Registration.Instance, _slots.JobsOn(id));
        if (isDeath) _deaths.Add(instance, [.. jobs, .. _plans.NamesOn(_members[id].Planner)]);
        _members.Remove(id);
        _slots.Remove(id);
        PlanOnMembers();
        foreach (var (job, suspicion) in jobs.Select(job => (job, isDeath ? _deaths.Of(job, instance) : null)).ToList())
        {
            if (suspicion is { Deaths: >= ProcessSuspicion.Few }) SetApart(job, suspicion.Deaths);
            if (suspicion is { IsSuspect: true }) _deaths.Blame(job);
            _owners.GetValueOrDefault(job)?.Lost(id, reason, suspicion);
        }
    }

    /// <summary>Isolates a job that may terminate processes, so that it harms no other and the culprit shows; for longer each time.</summary>
    private void SetApart(string job, int deaths)
    {
        _slots.SetApart(job);
        var times = Math.Min(deaths - ProcessSuspicion.Few, LongestApartDoublings);
        ITimer? timer = null;
        timer = _time.CreateTimer(_ => _mailbox.Post(() => EndApart(job, deaths, timer!)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(ApartTime * (1 << times), Timeout.InfiniteTimeSpan);
    }

    private void EndApart(string job, int deaths, ITimer timer)
    {
        timer.Dispose();
        if (_deaths.CountOf(job) > deaths) return;
        _slots.EndApart(job);
        Serve();
    }

    private void Serve(string? first = null)
    {
        foreach (var (job, request, placement) in _slots.Serve(first))
        {
            _deaths.Began(job);
            _owners[job].Granted(new SlotGrant(request, placement, [.. placement.TaskManagers.Select(t => _members[t.Id].Tasks)]));
        }

        if (first is not null && _slots.WaitsFor(first) is { } why)
        {
            _owners[first].Waits(why);
            if (_slots.Waiting.Count == 1) _toldSupply = _slots.Supply;
        }

        if (!_isQuiet) TellWaiting();
        if (_slots.HasSpare) TellOfSpare();
        Volatile.Write(ref _freeSlots, _slots.TaskManagers.ToDictionary(t => t.Id, t => _slots.FreeOn(t.Id)));
    }

    /// <summary>Waiting jobs are notified when the supply changes, then not again for a while: with many jobs it changes all the time.</summary>
    private void TellWaiting()
    {
        if (_slots.Waiting.Count == 0 || _slots.Supply == _toldSupply) return;
        _toldSupply = _slots.Supply;
        foreach (var job in _slots.Waiting.Order(StringComparer.Ordinal).ToList()) _owners[job].Waits(_slots.WaitsFor(job)!);
        _isQuiet = true;
        _quiet.Change(QuietTime, Timeout.InfiniteTimeSpan);
    }

    private void EndQuiet()
    {
        _isQuiet = false;
        TellWaiting();
    }

    private void TellOfSpare()
    {
        var wanting = _wanting.ToList();
        _wanting.Clear();
        foreach (var job in wanting) _owners[job].SlotsAreFree();
    }
}
