using Millrace.Testing.Clocks;

namespace Millrace.Testing.Hosts;

/// <summary>
/// Runs the work of all processes on one thread, in an order that a seed decides. Calls to the outside are points where others may run
/// first, nested, or where the process dies. Each choice goes into a hash, so that two runs of one seed can be compared.
/// </summary>
internal sealed class Scheduler(Random random, VirtualTime time)
{
    private const int DeepestNesting = 5;

    private readonly List<Work> _ready = [];
    private int _works;
    private int _depth;

    public VirtualTime Time => time;

    /// <summary>The process whose code runs, or null.</summary>
    public SimulatedProcess? Current { get; set; }

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether a call to the outside waits for what others do first.</summary>
    public bool IsNested => _depth > 0;

    /// <summary>What code threw with nobody to catch it.</summary>
    public Exception? Unhandled { get; set; }

    public ulong EventHash { get; private set; } = 14695981039346656037;

    /// <summary>Lets the simulation take a step, faults included; false where it wants no more. Set by the run.</summary>
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

    /// <summary>Takes out what a process has to do, which stands still.</summary>
    public void Hold(SimulatedProcess process)
    {
        process.Held.AddRange(_ready.Where(w => w.Process == process));
        _ready.RemoveAll(w => w.Process == process);
    }

    /// <summary>A process goes on with what it had to do.</summary>
    public void GoOn(SimulatedProcess process)
    {
        _ready.AddRange(process.Held);
        process.Held.Clear();
    }

    /// <summary>Runs one step of something; false where nothing can run before time passes.</summary>
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

    /// <summary>A point of the running process where others may run first, and where it may find itself killed.</summary>
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

    /// <summary>A point of the running process at which it waits until something is so of it; others run, and time passes.</summary>
    public void Await(Func<SimulatedProcess, bool> condition)
    {
        if (Current is not { } process) return;
        // Time passes here, however deep.
        var depth = _depth;
        _depth = 0;
        while (process.Alive && !condition(process) && Advance()) { }
        _depth = depth;
        if (!process.Alive || !condition(process)) throw new ProcessKilledException(process.Name);
    }

    public void Forget(SimulatedProcess process) => _ready.RemoveAll(w => w.Process == process);

    /// <summary>Takes a fact into the event hash.</summary>
    public void Note(ulong fact) => EventHash = (EventHash ^ fact) * 1099511628211;

    private bool IsHeldUp(Work work) => work.StalledUntil > Steps;

    private int Choose()
    {
        var at = random.Next(_ready.Count);
        for (var tries = 0; tries < 12 && IsHeldUp(_ready[at]); tries++) at = random.Next(_ready.Count);
        return at;
    }
}
