using System.IO.Hashing;
using System.Runtime.InteropServices;
using Millrace.Simulation.Tests.World.Checks;
using Millrace.Testing.Clocks;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.Faults;

/// <summary>
/// The calls of the storage that processes make. Each takes effect at some moment between the call and its answer, which is a later event of the process that
/// asked: by then other work was done, and other calls were answered, in whatever order they were made. Some are slow, have no answer for minutes, fail, or
/// fail although they took effect.
/// </summary>
internal sealed class StorageCalls
{
    private const string FailedBefore = "storage error before its effect";
    private const string FailedAfter = "storage error after its effect";
    private const string FailedUpload = "failed upload";
    private const string Slow = "slow storage";
    private const string Stalled = "storage without an answer for long";
    private const string Late = "storage answer late";
    private const string OutOfOrder = "storage answers out of order";
    private const string AfterPause = "storage answer to a process that was paused meanwhile";
    private const string GivenUp = "storage call given up before its answer";
    private const string Raced = "storage answer after its call was cancelled";
    private const string EffectAfterGivenUp = "storage call that took effect after it was given up";
    private const string EffectAfterDeath = "storage call that took effect after the death of its process";

    // In most runs no folder has that many items.
    private const int ManyItems = 1000;

    private static readonly TimeSpan s_hold = TimeSpan.FromMilliseconds(10);

    private readonly Random _random;
    private readonly FaultPlan _faults;
    private readonly Scheduler _scheduler;
    private readonly Landmarks _landmarks;
    private readonly Sightings _seen;
    private readonly CallTimings _timings;
    private readonly SimulatedProcess _storage;
    private readonly Dictionary<SimulatedProcess, SortedSet<long>> _unanswered = [];
    private readonly List<SlowCall> _slow = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _uploadsLeft;
    private long _made;
    private long _lastFault = -1;

    /// <param name="random">Decides.</param>
    /// <param name="faults">Says what fails.</param>
    /// <param name="scheduler">Runs the processes.</param>
    /// <param name="landmarks">Told of answers.</param>
    /// <param name="seen">Counts what occurred.</param>
    public StorageCalls(Random random, FaultPlan faults, Scheduler scheduler, Landmarks landmarks, Sightings seen)
    {
        (_random, _faults, _scheduler, _landmarks, _seen) = (random, faults, scheduler, landmarks, seen);
        _timings = new CallTimings(random, hasFaults: !faults.IsEmpty);
        _storage = new SimulatedProcess(scheduler, "storage", TimeSpan.Zero);
        PageSize = random.Next(4) == 0 ? random.Next(1, 6) : ManyItems;
        _uploadsLeft = faults.IsEmpty || random.Next(2) == 0 ? 0 : random.Next(1, 6);
    }

    /// <summary>What enough runs have seen of the storage.</summary>
    public static IReadOnlyList<string> Marks { get; } =
        [FailedBefore, FailedAfter, FailedUpload, Slow, Stalled, Late, OutOfOrder, AfterPause, GivenUp, Raced, EffectAfterGivenUp, EffectAfterDeath];

    /// <summary>The number of items that the first call of a listing returns at most.</summary>
    public int PageSize { get; }

    /// <summary>Whether a process waits for an answer that does not come for long.</summary>
    public bool IsStalled => _slow.Exists(s => s.IsStalled && s.IsAwaited(_scheduler.Time.Now));

    /// <summary>When a call failed last, or was slow, in ticks; the present where one is.</summary>
    public long LastFault
    {
        get
        {
            var now = _scheduler.Time.Now;
            foreach (var over in _slow.Where(s => !s.IsAwaited(now))) _lastFault = Math.Max(_lastFault, Math.Min(over.Until, now));
            _slow.RemoveAll(s => !s.IsAwaited(now));
            return _slow.Count > 0 ? now : _lastFault;
        }
    }

    private long Now => _scheduler.Time.Now;

    /// <summary>Makes a call.</summary>
    /// <param name="what">The call, in words.</param>
    /// <param name="effect">What it does in the storage, and its result.</param>
    /// <param name="cancellation">Ends the wait for the answer; the call may take effect all the same.</param>
    /// <param name="onNothing">Called when it has had no effect, and will have none; null for nothing.</param>
    public Task<T> Make<T>(string what, Func<T> effect, CancellationToken cancellation, Action? onNothing = null)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        if (Environment.CurrentManagedThreadId != _thread || SynchronizationContext.Current is not null || TaskScheduler.Current != TaskScheduler.Default)
            throw new InvalidOperationException($"{what}: the call is made on another thread than that of the simulation, or its answer would be taken on one.");
        // What is outside of all processes does not wait.
        if (_scheduler.Current is not { } caller) return Task.FromResult(effect());
        if (!caller.Alive) throw new ProcessKilledException(caller.Name);
        _scheduler.Note(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(what.AsSpan())));
        var call = new StorageCall<T>(this, caller, _timings.Next(), what, effect, onNothing ?? (static () => { }));
        var answer = call.Begin(cancellation);
        // The moment of its effect may have been that of the process's death.
        return caller.Alive ? answer : throw new ProcessKilledException(caller.Name);
    }

    /// <summary>Returns whether the upload of a chunk fails, which costs no more than its checkpoint.</summary>
    public bool StrikesUpload()
    {
        if (_uploadsLeft == 0 || _scheduler.Current is null || _random.Next(12) > 0) return false;
        _uploadsLeft--;
        Note(FailedUpload);
        _lastFault = Now;
        _scheduler.Note(0xFA11);
        return true;
    }

    /// <summary>A call is made that is not answered at once; returns its number.</summary>
    public long Begun(SimulatedProcess caller)
    {
        if (!_unanswered.TryGetValue(caller, out var numbers)) _unanswered.Add(caller, numbers = []);
        numbers.Add(++_made);
        return _made;
    }

    /// <summary>Returns the record of a call that is slow; null where it is not.</summary>
    public SlowCall? Slowed(SimulatedProcess caller, CallTiming timing)
    {
        if (!timing.IsSlow) return null;
        Note(timing.IsStalled ? Stalled : Slow);
        var slow = new SlowCall(caller, Now + timing.Whole.Ticks, timing.IsStalled);
        _slow.Add(slow);
        return slow;
    }

    /// <summary>Does something after a time.</summary>
    public void After(TimeSpan delay, Action act)
    {
        if (delay <= TimeSpan.Zero) act();
        else new VirtualTimer(_scheduler.Time, act, static () => true).Change(delay, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Returns work of a process.</summary>
    /// <param name="process">The process; null for the storage, which does it whatever becomes of the others.</param>
    /// <param name="step">Does it.</param>
    public Work WorkOf(SimulatedProcess? process, Func<bool> step) => new(_scheduler, process ?? _storage, step);

    /// <summary>Whether a call gets no further now.</summary>
    public bool IsHeld(string what) => _faults.Holds(what);

    /// <summary>Whether a call gets no further now; <paramref name="later"/> is called when that may have changed.</summary>
    public bool Holds(string what, Action later)
    {
        if (!IsHeld(what)) return false;
        After(s_hold, later);
        return true;
    }

    /// <summary>Lets a call take effect.</summary>
    /// <param name="what">The call, in words.</param>
    /// <param name="caller">The process that made it.</param>
    /// <param name="isGivenUp">Whether that does not wait any longer.</param>
    /// <param name="effect">What it does.</param>
    /// <param name="failure">How it failed, before or after its effect; null where it has not.</param>
    /// <returns>False if it has none: it fails before, or its process dies at that moment.</returns>
    public bool TakesEffect(string what, SimulatedProcess caller, bool isGivenUp, Action effect, out Exception? failure)
    {
        failure = null;
        var wasAlive = caller.Alive;
        try
        {
            _faults.OnCall(what, false);
            if (wasAlive && !caller.Alive) return false;
            if (_faults.Strikes()) throw Noted(FailedBefore, $"Simulated: {what} failed and did nothing.");
        }
        catch (IOException e)
        {
            failure = e;
            return false;
        }

        if (!wasAlive) Note(EffectAfterDeath);
        else if (isGivenUp) Note(EffectAfterGivenUp);
        try
        {
            effect();
            _faults.OnCall(what, true);
            if (_faults.Strikes()) throw Noted(FailedAfter, $"Simulated: the answer to {what} was lost.");
        }
        catch (Exception e)
        {
            failure = e;
        }

        return true;
    }

    /// <summary>A call is over for the process that made it.</summary>
    /// <param name="caller">The process.</param>
    /// <param name="number">The number of the call.</param>
    /// <param name="pauses">How often the process had been paused when it was made.</param>
    /// <param name="slow">Its record where it is slow.</param>
    /// <param name="isAnswered">Whether it has the answer; else the call was given up.</param>
    /// <param name="isCancelled">Whether the call was cancelled.</param>
    public void Ended(SimulatedProcess caller, long number, int pauses, SlowCall? slow, bool isAnswered, bool isCancelled)
    {
        _scheduler.Note((ulong)number);
        slow?.End(Now);
        var numbers = _unanswered[caller];
        var isFirst = numbers.Min == number;
        numbers.Remove(number);
        if (!isAnswered)
        {
            Note(GivenUp);
            return;
        }

        Note(Late);
        if (!isFirst) Note(OutOfOrder);
        if (isCancelled) Note(Raced);
        if (caller.Pauses > pauses) Note(AfterPause);
        _landmarks.Answered(caller.Name);
    }

    private IOException Noted(string mark, string message)
    {
        Note(mark);
        return new IOException(message);
    }

    private void Note(string mark) => _seen.Note(mark);
}
