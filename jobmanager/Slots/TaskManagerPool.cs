using Millrace.Core.Control;
using Millrace.Core.Hosts;

namespace Millrace.JobManager.Slots;

/// <summary>
/// The task managers that are there, and what jobs have of them. All facts come through one mailbox; the decisions are
/// <see cref="SlotPool"/>'s.
/// </summary>
public sealed class TaskManagerPool
{
    private const int LongestApartDoublings = 4;

    private static readonly TimeSpan QuietTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ApartTime = TimeSpan.FromSeconds(15);

    private readonly SlotPool _slots = new();
    private readonly Dictionary<string, (TaskManagerRegistration Registration, ITaskManagerGateway Tasks, IJobPlanner Planner)> _members = new(StringComparer.Ordinal);
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

    /// <param name="host">What runs its mail.</param>
    /// <param name="time">The clock.</param>
    /// <param name="planTimeout">How long a plan may take; null for 60 s.</param>
    public TaskManagerPool(IActivityHost host, TimeProvider time, TimeSpan? planTimeout = null)
    {
        PlanLimit = planTimeout ?? TimeSpan.FromSeconds(60);
        _mailbox = new Mailbox(host, MailboxName);
        (_time, _deaths) = (time, new ProcessDeaths(time));
        _plans = new PlanQueue(_mailbox, time, PlanLimit, _deaths);
        _quiet = time.CreateTimer(_ => _mailbox.Post(EndQuiet), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the mailbox is named, by which a defect in it is known.</summary>
    internal const string MailboxName = "task managers";

    /// <summary>Plans jobs on the task managers that are there, or on the first that comes soon.</summary>
    public IJobPlanner Planner => _plans;

    /// <summary>How long a plan may take.</summary>
    internal TimeSpan PlanLimit { get; }

    /// <summary>How many slots are free on each task manager, as it was a moment ago; any thread may read.</summary>
    internal IReadOnlyDictionary<string, int> FreeSlots => Volatile.Read(ref _freeSlots);

    /// <summary>A task manager is there. Another one of its name, with what ran there, is not any longer.</summary>
    public void Join(TaskManagerRegistration registration, ITaskManagerGateway tasks, IJobPlanner planner) => _mailbox.Post(() =>
    {
        _deaths.TakeBack(registration.Instance);
        if (_members.TryGetValue(registration.Id, out var former)) Remove(registration.Id, "was started anew", isDeath: former.Registration.Instance != registration.Instance);
        _members[registration.Id] = (registration, tasks, planner);
        if (_artifacts is not null) tasks.Keep(_artifacts);
        _slots.Add(registration);
        UsePlanners();
        Serve();
    });

    /// <summary>A task manager is gone; nothing where another one of its name has come meanwhile.</summary>
    /// <param name="registration">The one with which it joined.</param>
    /// <param name="reason">Why, as the end of a sentence about it.</param>
    /// <param name="inGoodOrder">Whether it said itself that it would.</param>
    /// <param name="planning">The artifacts of jobs that it was planning.</param>
    public void Leave(TaskManagerRegistration registration, string reason, bool inGoodOrder = false, IReadOnlyList<string>? planning = null) => _mailbox.Post(() =>
    {
        if (!inGoodOrder && planning is not null) _deaths.Add(registration.Instance, planning.Select(PlanQueue.NameOf));
        // One that joins anew may say the same of itself as before.
        if (!_members.TryGetValue(registration.Id, out var member) || !ReferenceEquals(member.Registration, registration)) return;
        Remove(registration.Id, reason, isDeath: !inGoodOrder);
        Serve();
    });

    /// <summary>How many requests were looked at so far, to find those that could be served.</summary>
    internal long RequestsExamined => _slots.RequestsExamined;

    /// <summary>Answers when all mail that waits now is worked off.</summary>
    internal void Ping(Action onAnswer) => _mailbox.Post(onAnswer);

    /// <summary>Asks for slots for a job; what it has is given back.</summary>
    internal void Request(ISlotOwner owner, SlotRequest request) => _mailbox.Post(() =>
    {
        _owners[owner.JobId] = owner;
        _wanting.Remove(owner.JobId);
        _slots.Request(owner.JobId, request, owner.JobName);
        Serve(owner.JobId);
    });

    /// <summary>Plans a job that is there: it waits for a task manager as long as there is none.</summary>
    internal void Plan(ISlotOwner owner, PlanRequest request, Action<PlanAnswer> onAnswer) => _mailbox.Post(() =>
    {
        if (_members.Count == 0) owner.Waits("a task manager that plans it");
        _plans.Enqueue(request, onAnswer, isPatient: true);
    });

    /// <summary>Keeps slots for what a job will ask for next, and says how many it could have; with fewer than the least none are kept.</summary>
    internal void Reserve(string jobId, SlotRequest request, Action<int> onAnswer) => _mailbox.Post(() => onAnswer(_slots.Reserve(jobId, request)));

    /// <summary>A job will not ask for what was kept for it.</summary>
    internal void Unreserve(string jobId) => _mailbox.Post(() =>
    {
        _slots.Unreserve(jobId);
        Serve();
    });

    /// <summary>A job that has slots has fewer than it would use: it is told once, as soon as some are free.</summary>
    internal void AskForMore(string jobId) => _mailbox.Post(() =>
    {
        if (!_owners.TryGetValue(jobId, out var owner)) return;
        if (_slots.HasSpare) owner.SlotsAreFree();
        else _wanting.Add(jobId);
    });

    /// <summary>A job needs no slots any more.</summary>
    internal void Release(string jobId) => _mailbox.Post(() =>
    {
        _owners.Remove(jobId);
        _wanting.Remove(jobId);
        _slots.Release(jobId);
        Serve();
    });

    /// <summary>Tells all task managers, also those to come, which artifacts jobs use.</summary>
    internal void Keep(IReadOnlyList<string> artifacts) => _mailbox.Post(() =>
    {
        _artifacts = artifacts;
        foreach (var (_, member) in _members.OrderBy(m => m.Key, StringComparer.Ordinal)) member.Tasks.Keep(artifacts);
    });

    /// <summary>
    /// A task manager does not answer a job: its slots are given to nobody until it does, or the job has ended. Another one of its name may
    /// have joined meanwhile, which is not meant.
    /// </summary>
    internal void Doubt(string jobId, ITaskManagerGateway taskManager) => _mailbox.Post(() =>
    {
        if (!_members.TryGetValue(taskManager.Id, out var member) || member.Tasks != taskManager) return;
        _slots.Doubt(taskManager.Id, jobId);
        Serve();
    });

    /// <summary>So many slots of a task manager are held by tasks that do not end: they are given to nobody.</summary>
    internal void Pin(string taskManager, int slots) => _mailbox.Post(() =>
    {
        if (_slots.Pin(taskManager, slots)) Serve();
    });

    /// <summary>A task manager answers a job again.</summary>
    internal void Trust(string jobId, string taskManager) => _mailbox.Post(() =>
    {
        _slots.Trust(taskManager, jobId);
        Serve();
    });

    private void UsePlanners() => _plans.Use([.. _members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new MemberPlanner(m.Value.Planner, m.Value.Registration.Jobs))]);

    private void Remove(string id, string reason, bool isDeath)
    {
        var (instance, jobs) = (_members[id].Registration.Instance, _slots.JobsOn(id));
        if (isDeath) _deaths.Add(instance, jobs);
        _members.Remove(id);
        _slots.Remove(id);
        UsePlanners();
        foreach (var job in jobs)
        {
            var suspicion = isDeath ? _deaths.Of(job, instance) : null;
            if (suspicion is { Deaths: >= ProcessSuspicion.Few }) SetApart(job, suspicion.Deaths);
            _owners.GetValueOrDefault(job)?.Lost(id, reason, suspicion);
        }
    }

    /// <summary>Jobs that may end processes are kept apart, so that they harm no other one and it shows which it is; the longer, the more often.</summary>
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

    /// <summary>Those who wait hear of what there is when it changes, and then no more for a while: with many jobs it changes all the time.</summary>
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
