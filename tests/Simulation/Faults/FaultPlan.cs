using System.IO.Hashing;
using System.Runtime.InteropServices;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>Decides from the seed which external calls fail, and how. The number of faults is limited, so that every run ends.</summary>
internal sealed class FaultPlan
{
    // Each waits nested within the one before.
    private const int MostSlow = 10;
    private const int LongestWait = 8000;

    private readonly Random _random;
    private readonly Scheduler _scheduler;
    private readonly int _oneIn;
    private readonly int _slowOneIn;
    private int _uploadsLeft;
    private int _slow;

    public FaultPlan(Random random, Scheduler scheduler)
    {
        (_random, _scheduler) = (random, scheduler);
        _oneIn = random.Next(3) switch { 0 => 0, 1 => 40, _ => 400 };
        Left = _oneIn == 0 ? 0 : random.Next(1, 8);
        _slowOneIn = random.Next(3) switch { 0 => 0, 1 => 60, _ => 600 };
        _uploadsLeft = random.Next(2) == 0 ? 0 : random.Next(1, 6);
    }

    /// <summary>The number of faults left.</summary>
    public int Left { get; private set; }

    /// <summary>The calling process; null where there is none.</summary>
    public string? Caller => _scheduler.Current?.Name;

    /// <summary>Makes an external call: other work may run before and after it, and it may fail before or after its effect.</summary>
    public T Call<T>(string what, Func<T> call)
    {
        _scheduler.Note(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(what.AsSpan())));
        Wait();
        _scheduler.Yield();
        if (Strikes()) throw new IOException($"Simulated: {what} failed and did nothing.");
        var result = call();
        _scheduler.Yield();
        return Strikes() ? throw new IOException($"Simulated: the answer to {what} was lost.") : result;
    }

    public void Call(string what, Action call) => Call(what, () =>
    {
        call();
        return true;
    });

    /// <summary>External calls are occasionally slow: other work runs, and time passes.</summary>
    private void Wait()
    {
        if (_slowOneIn == 0 || _slow >= MostSlow || _scheduler.Current is null || _random.Next(_slowOneIn) > 0) return;
        var until = _scheduler.Time.Now + (_random.Next(1, _random.Next(4) == 0 ? LongestWait : 200) * TimeSpan.TicksPerMillisecond);
        _slow++;
        try
        {
            _scheduler.Await(_ => _scheduler.Time.Now >= until);
        }
        finally
        {
            _slow--;
        }
    }

    /// <summary>Returns whether the upload of a chunk fails, which costs no more than its checkpoint.</summary>
    public bool StrikesUpload()
    {
        if (_uploadsLeft == 0 || _scheduler.Current is null || _random.Next(12) > 0) return false;
        _uploadsLeft--;
        _scheduler.Note(0xFA11);
        return true;
    }

    /// <summary>Returns whether a user's function, a reader or a sink fails here.</summary>
    public bool Strikes(int rarity = 1)
    {
        if (Left == 0 || _scheduler.Current is null || _random.Next(_oneIn * rarity) > 0) return false;
        Left--;
        _scheduler.Note(0xFA17);
        return true;
    }
}
