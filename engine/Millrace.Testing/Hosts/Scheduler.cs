using Millrace.Testing.Clocks;

namespace Millrace.Testing.Hosts;

/// <summary>
/// Runs the work of all processes on one thread, in an order that a seed decides. External calls are points where other work may run first,
/// nested, or where the process dies. Each choice goes into a hash, so that two runs of one seed can be compared.
/// </summary>
internal sealed class Scheduler(Random random, VirtualTime time)
{
    private const int DeepestNesting = 5;

    private readonly List<Work> _ready = [];
    private int _works;
    private int _depth;
    private int _waits;

    public VirtualTime Time => time;

    /// <summary>The process whose code is running, or null.</summary>
    public SimulatedProcess? Current { get; set; }

    /// <summary>The number of steps taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether an external call waits while other work runs first.</summary>
    public bool IsNested => _depth > 0;

    /// <summary>The first exception that nothing caught.</summary>
    public Exception? Unhandled { get; set; }

    /// <summary>Whether no other code waits for what runs now, in an external call or because its process is paused.</summary>
    public bool IsAlone => _depth == 0 && _waits == 0;

    public ulong EventHash { get; private set; } = 14695981039346656037;

    /// <summary>Takes a step of the simulation, faults included; false to take no more. Set by the run.</summary>
    public Func<bool> Advance { get; set; } = static () => false;

    public int NextNumber() => ++_works;

    public void Add(Work work)
    {
        if (work.Ready || !work.Process.Alive) return;
        work.Ready = true;
        if (random.Next(200) == 0) work.StalledUntil = Steps + random.Next(1000);
        if (work.Process.IsPaused) work.Process.Held.Add(work);
        else _ready.Add(work);
    }

    /// <summary>Holds back the work of a paused process.</summary>
    public void Hold(SimulatedProcess process)
    {
        process.Held.AddRange(_ready.Where(w => w.Process == process));
        _ready.RemoveAll(w => w.Process == process);
    }

    /// <summary>Makes the held work of a process runnable again.</summary>
    public void Resume(SimulatedProcess process)
    {
        _ready.AddRange(process.Held);
        process.Held.Clear();
    }

    /// <summary>Runs one step of some work; false where nothing can run before time passes.</summary>
    public bool Step()
    {
        if (_ready.Count == 0) return false;
        var at = Choose();
        var work = _ready[at];
        Note(((ulong)work.Number << 16) | (uint)_ready.Count);
        _ready[at] = _ready[^1];
        _ready.RemoveAt(_ready.Count - 1);
        work.Ready = false;
        Steps++;
        work.Run();
        return true;
    }

    /// <summary>A point in the running process where other work may run first, and where it may find itself killed.</summary>
    public void Yield()
    {
        if (Current is not { } process) return;
        if (_depth < DeepestNesting && random.Next(6) == 0)
        {
            _depth++;
            for (var steps = random.Next(30) == 0 ? 3000 : 1 << random.Next(8); steps > 0 && process.Alive && Advance(); steps--) { }
            _depth--;
        }

        if (process.IsPaused) Await(static p => !p.IsPaused);
        if (!process.Alive) throw new ProcessKilledException(process.Name);
    }

    /// <summary>A point in the running process at which it waits until a condition on it holds; other work runs, and time passes.</summary>
    public void Await(Func<SimulatedProcess, bool> condition)
    {
        if (Current is not { } process) return;
        // Time passes here, whatever the nesting depth.
        var depth = _depth;
        _depth = 0;
        _waits++;
        while (process.Alive && !condition(process) && Advance()) { }
        _waits--;
        _depth = depth;
        if (!process.Alive || !condition(process)) throw new ProcessKilledException(process.Name);
    }

    public void Forget(SimulatedProcess process) => _ready.RemoveAll(w => w.Process == process);

    /// <summary>Adds a fact to the event hash.</summary>
    public void Note(ulong fact) => EventHash = (EventHash ^ fact) * 1099511628211;

    private bool IsHeldUp(Work work) => work.StalledUntil > Steps;

    private int Choose()
    {
        var at = random.Next(_ready.Count);
        for (var tries = 0; tries < 12 && IsHeldUp(_ready[at]); tries++) at = random.Next(_ready.Count);
        return at;
    }
}
