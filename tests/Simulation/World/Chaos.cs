using Millrace.Simulation.Tests.World.Clients;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>Injects a limited number of faults at random steps, and then stops, with everything repaired that can be.</summary>
internal sealed class Chaos
{
    /// <summary>The kinds of faults.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        .. new[]
        {
            "damaged checkpoint", "crash of all", "crash of a task manager", "crash of the job manager", "pause", "deposed leader", "replaced task manager",
            "connection broken", "partition", "one-sided partition", "clock jump", "leader between head and deletions",
        }.Select(static k => $"fault {k}"),
    ];

    private const int AfterManifestOneIn = 100;
    private const int AtDeletionOneIn = 4;

    private readonly SimulatedWorld _world;
    private readonly SeededRandom _random;
    private readonly IReadOnlyList<JobUser> _users;
    private readonly LateDeletion _lateDeletion;
    private int _left;
    private long _next;

    public Chaos(SimulatedWorld world, SeededRandom random, IReadOnlyList<JobUser> users)
    {
        (_world, _random, _users) = (world, random, users);
        _left = random.Next(10);
        _next = Next();
        _lateDeletion = new LateDeletion(world, random);
        world.Storage.OnWritten = CrashAfterManifest;
        world.Storage.OnDeleting = HoldBeforeDeletion;
    }

    /// <summary>The number of faults injected.</summary>
    public int Faults { get; private set; }

    /// <summary>The number of damaged checkpoints.</summary>
    public int Damages { get; private set; }

    /// <summary>The number of crashes after which the visible output can be checked.</summary>
    public int Crashes { get; private set; }

    /// <summary>Injects a fault if it is time to.</summary>
    public void Act()
    {
        if (_world.IsQuiet || _world.Scheduler.Steps < _next) return;
        if (_left-- <= 0)
        {
            Calm();
            return;
        }

        _next = Next();
        Faults++;
        _world.Disturb();
        Strike();
    }

    /// <summary>Stops injecting faults.</summary>
    public void Calm()
    {
        if (_world.IsQuiet) return;
        _world.IsQuiet = true;
        _world.Events.Add("chaos", "ends");
        _world.Network.HealAll();
        _lateDeletion.Calm();
        foreach (var process in _world.Paused.ToList()) _world.Resume(process);
        foreach (var process in _world.Replaced.ToList()) _world.After(TimeSpan.FromMilliseconds(_random.Next(3000)), () => _world.Kill(process));
    }

    private long Next() => _world.Scheduler.Steps + 1 + _random.Next(_random.Next(4) == 0 ? 100 : 1500);

    private void Strike()
    {
        switch (_random.Next(16))
        {
            case 0 or 1 when _users[_random.Next(_users.Count)].JobId is { } job && _world.Replaced.Count == 0 && _world.Paused.Count == 0 && _world.Damage.Strike(job):
                Mark("damaged checkpoint");
                Damages++;
                CrashAll();
                break;
            case 2:
                Mark("crash of all");
                CrashAll();
                break;
            case 3 or 4 or 5:
                CrashTaskManager();
                break;
            case 6 or 7:
                CrashJobManager();
                break;
            case 8:
                Pause();
                break;
            case 9 or 10 when !_users.Any(static u => u.IsSubmitting):
                DeposeJobManager();
                break;
            case 11:
                ReplaceTaskManager();
                break;
            case 12 or 13:
                Mark("connection broken");
                BreakConnection();
                break;
            case 14:
                Cut();
                break;
            default:
                Jump();
                break;
        }
    }

    private void CrashAll()
    {
        Crashes++;
        if (_random.Next(3) == 0) _world.Damage.Repair();
        foreach (var process in Living().Concat(_world.Replaced).ToList()) _world.Kill(process);
    }

    /// <summary>The moment that decides a checkpoint is too short to be hit by chance.</summary>
    private void CrashAfterManifest(string name)
    {
        if (_world.IsQuiet || _left <= 0 || !name.Contains("/manifests/", StringComparison.Ordinal) || _random.Next(AfterManifestOneIn) > 0) return;
        (_left, Faults) = (_left - 1, Faults + 1);
        CrashJobManager();
    }

    /// <summary>So is the one between a head and the deletions that follow it.</summary>
    private void HoldBeforeDeletion(SimulatedProcess process, string job)
    {
        if (_world.IsQuiet || _left <= 0 || _users.Any(static u => u.IsSubmitting) || !_lateDeletion.MayBegin(process, job) || _random.Next(AtDeletionOneIn) > 0) return;
        _lateDeletion.Begin(process, job);
        (_left, Faults, Damages) = (_left - 1, Faults + 1, Damages + 1);
        Mark("leader between head and deletions");
    }

    private void CrashTaskManager()
    {
        if (Draw(TaskManagers()) is not { } process) return;
        Mark("crash of a task manager");
        _world.Kill(process);
    }

    private void CrashJobManager()
    {
        if (_world.JobManager is not { } manager) return;
        Crashes++;
        Mark("crash of the job manager");
        _world.Kill(manager.Process);
    }

    private void Pause()
    {
        if (Draw(Living()) is not { } process || process.IsPaused) return;
        Mark("pause");
        _world.Pause(process);
        _world.After(Duration(), () => _world.Resume(process));
    }

    /// <summary>The job manager is paused, which looks like a dead process, and another one gets its lock; then it resumes.</summary>
    private void DeposeJobManager()
    {
        if (_world.JobManager is not { IsReady: true } manager || manager.Process.IsPaused) return;
        Mark("deposed leader");
        _world.Pause(manager.Process);
        if (_world.IsElecting)
        {
            // Long enough, mostly, for another one to be elected.
            _world.After(TimeSpan.FromMilliseconds(_random.Next(1, 15_000)), () => _world.Resume(manager.Process));
            return;
        }

        _world.After(Duration(), () => Depose(manager.Process));
    }

    private void Depose(SimulatedProcess process)
    {
        if (_world.JobManager?.Process != process || !process.IsPaused) return;
        _world.Depose();
        ReturnLater(process);
    }

    private void ReplaceTaskManager()
    {
        var place = _random.Next(_world.TaskManagers.Length);
        if (_world.TaskManagers[place]?.Process is not { IsPaused: false } process) return;
        Mark("replaced task manager");
        _world.Pause(process);
        _world.After(Duration(), () =>
        {
            if (_world.TaskManagers[place]?.Process != process || !process.IsPaused) return;
            _world.Replace(place);
            ReturnLater(process);
        });
    }

    /// <summary>The process resumes beside its successor, and is finally detected and killed.</summary>
    private void ReturnLater(SimulatedProcess process) => _world.After(Duration(), () =>
    {
        _world.Resume(process);
        _world.After(Duration(), () => _world.Kill(process));
    });

    private void BreakConnection()
    {
        var broken = _world.Network.BreakOne();
        _world.Events.Add("network", "breaks a connection", broken);
        if (broken is var (from, to)) Lose(from, to);
    }

    private void Lose(string from, string to)
    {
        _world.Losses.Lost(from);
        _world.Losses.Lost(to);
    }

    private void Cut()
    {
        var processes = Living();
        if (processes.Count < 2) return;
        var (from, to) = (processes[_random.Next(processes.Count)], processes[_random.Next(processes.Count)]);
        if (from == to) return;
        var isOneSided = _random.Next(2) == 0;
        Mark(isOneSided ? "one-sided partition" : "partition");
        _world.Events.Add("network", isOneSided ? "is cut one way" : "is cut", (from.Name, to.Name));
        Lose(from.Name, to.Name);
        var time = Duration();
        _world.Network.Cut(from, to, time);
        if (!isOneSided) _world.Network.Cut(to, from, time);
    }

    private void Jump()
    {
        if (!_world.ClocksMayJump || Draw(Living()) is not { } process) return;
        Mark("clock jump");
        _world.Jump(process, TimeSpan.FromMilliseconds(_random.Next(-90_000, 90_001)));
    }

    private TimeSpan Duration() => TimeSpan.FromMilliseconds(_random.Next(3) switch { 0 => _random.Next(1, 200), 1 => _random.Next(1, 3000), _ => _random.Next(1, 15_000) });

    private List<SimulatedProcess> TaskManagers() => [.. _world.TaskManagers.OfType<Processes.TaskManagerNode>().Select(static t => t.Process)];

    private List<SimulatedProcess> Living() => [.. _world.JobManagers.OfType<Processes.JobManagerNode>().Select(static m => m.Process), .. TaskManagers()];

    private SimulatedProcess? Draw(List<SimulatedProcess> processes) => processes.Count == 0 ? null : processes[_random.Next(processes.Count)];

    private void Mark(string what) => _world.Seen.Note($"fault {what}");
}
