using System.IO.Hashing;
using System.Runtime.InteropServices;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>Decides from the seed which external calls fail, and how. The number of faults is limited, so that every run ends.</summary>
internal sealed class FaultPlan
{
    // Each waits nested within the one before.
    private const int MostSlow = 10;
    private const int LongestWait = 8000;
    private const int HangOneIn = 100;

    // Longer than a job fails for want of checkpoints, and than its tasks have to stop.
    private static readonly TimeSpan s_longestHang = TimeSpan.FromMinutes(5);

    private readonly Random _random;
    private readonly Unplanned<Scheduler> _scheduler;
    private readonly int _oneIn;
    private readonly int _slowOneIn;
    private readonly Stack<long> _ends = new();
    private int _hangsLeft;
    private int _hanging;
    private int _slow;
    private long _lastFault = -1;

    /// <param name="random">Decides.</param>
    /// <param name="scheduler">Runs the processes.</param>
    /// <param name="isEmpty">Whether nothing fails by itself, and only <see cref="OnCall"/> acts.</param>
    public FaultPlan(Random random, Scheduler scheduler, bool isEmpty = false)
    {
        (_random, _scheduler, IsEmpty) = (random, new Unplanned<Scheduler>(scheduler), isEmpty);
        if (isEmpty) return;
        _oneIn = random.Next(3) switch { 0 => 0, 1 => 40, _ => 400 };
        Left = _oneIn == 0 ? 0 : random.Next(1, 8);
        _slowOneIn = random.Next(3) switch { 0 => 0, 1 => 60, _ => 600 };
        _hangsLeft = random.Next(8) == 0 ? random.Next(1, 3) : 0;
    }

    /// <summary>Whether nothing fails by itself.</summary>
    public bool IsEmpty { get; }

    /// <summary>Whether the run is over, so that nothing needs to wait any more. Set by the run.</summary>
    public bool IsOver { get; set; }

    /// <summary>
    /// Called with each external call of a process, immediately before its effect and, with true, immediately after it. What it throws is the outcome of the
    /// call.
    /// </summary>
    public Action<string, bool> OnCall { get; set; } = static (_, _) => { };

    /// <summary>Whether a call of the storage gets no further now.</summary>
    public Func<string, bool> Holds { get; set; } = static _ => false;

    /// <summary>Whether a function does not return.</summary>
    public bool IsHanging => _hanging > 0;

    /// <summary>The number of faults left.</summary>
    public int Left { get; private set; }

    /// <summary>When something failed last, or was slow, in ticks; the present where something is.</summary>
    public long LastFault => _slow + _hanging > 0 ? Scheduler.Time.Now : _lastFault;

    /// <summary>The calling process; null where there is none.</summary>
    public string? Caller => Process?.Name;

    /// <summary>The process that runs now; null where there is none.</summary>
    public SimulatedProcess? Process => Scheduler.Current;

    private Scheduler Scheduler => _scheduler.Value;

    /// <summary>
    /// Makes an external call that ends before it returns, such as those of sinks: other work may run before and after it, and it may fail before or after its
    /// effect.
    /// </summary>
    /// <param name="what">The call, in words.</param>
    /// <param name="call">Makes it.</param>
    public T Call<T>(string what, Func<T> call)
    {
        Scheduler.Note(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(what.AsSpan())));
        Wait();
        Announce(isOver: false);
        Scheduler.Yield();
        if (Strikes()) throw new IOException($"Simulated: {what} failed and did nothing.");
        var result = call();
        Announce(isOver: true);
        Scheduler.Yield();
        return Strikes() ? throw new IOException($"Simulated: the answer to {what} was lost.") : result;

        void Announce(bool isOver)
        {
            if (Scheduler.Current is not null) OnCall(what, isOver);
        }
    }

    public void Call(string what, Action call) => Call(what, () =>
    {
        call();
        return true;
    });

    /// <summary>External calls are occasionally slow: other work runs, and time passes.</summary>
    private void Wait()
    {
        if (_slowOneIn == 0 || _slow >= MostSlow || Scheduler.Current is null || _random.Next(_slowOneIn) > 0) return;
        _slow++;
        try
        {
            var time = TimeSpan.FromMilliseconds(_random.Next(1, _random.Next(4) == 0 ? LongestWait : 200));
            // A wait can only end when those within it have: without this, ever new ones would hold it up.
            if (_ends.TryPeek(out var end)) time = TimeSpan.FromTicks(Math.Min(time.Ticks, end - Scheduler.Time.Now));
            if (time > TimeSpan.Zero) Pass(time);
        }
        finally
        {
            _slow--;
            _lastFault = Scheduler.Time.Now;
        }
    }

    /// <summary>A function takes some time for a record.</summary>
    public void Work(TimeSpan time)
    {
        // Within other waits it would hold these up.
        if (Scheduler.Current is not null && Scheduler.IsAlone) Pass(time);
    }

    /// <summary>A function may not return for a while, or for so long that it is given up.</summary>
    /// <returns>Whether it did not.</returns>
    public bool Hangs()
    {
        if (_hangsLeft == 0 || Scheduler.Current is null || !Scheduler.IsAlone || _random.Next(HangOneIn) > 0) return false;
        _hangsLeft--;
        _hanging++;
        try
        {
            Pass(_random.Next(2) == 0 ? s_longestHang : TimeSpan.FromMilliseconds(_random.Next(1, 60_000)));
        }
        finally
        {
            _hanging--;
            _lastFault = Scheduler.Time.Now;
        }

        return true;
    }

    private void Pass(TimeSpan time)
    {
        var until = Scheduler.Time.Now + time.Ticks;
        // Time stops there, and does not go on to what comes next.
        new VirtualTimer(Scheduler.Time, static () => { }, static () => true).Change(time, Timeout.InfiniteTimeSpan);
        _ends.Push(until);
        try
        {
            Scheduler.Await(_ => Scheduler.Time.Now >= until || IsOver);
        }
        finally
        {
            _ends.Pop();
        }
    }

    /// <summary>Returns whether a user's function, a reader or a sink fails here.</summary>
    public bool Strikes(int rarity = 1)
    {
        if (Left == 0 || Scheduler.Current is null || _random.Next(_oneIn * rarity) > 0) return false;
        Left--;
        _lastFault = Scheduler.Time.Now;
        Scheduler.Note(0xFA17);
        return true;
    }
}
