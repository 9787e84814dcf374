namespace Millrace.Hosting.Hosts;

/// <summary>
/// Threads for effects, which may block: a bounded number at once, the others wait in order. A thread that has been idle for a while
/// exits. An effect that blocks for very long keeps its thread and no longer counts towards the limit, so that those that never end (a
/// sink's call, a file system that is gone) do not hold up the others forever.
/// </summary>
internal sealed class EffectThreads
{
    /// <summary>How long an effect counts towards the limit.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _ready = new(0);
    private readonly Queue<Action> _waiting = new();
    private readonly HashSet<Worker> _working = [];
    private readonly int _most;
    private readonly TimeSpan _rest;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private int _resting;
    private int _called;

    /// <param name="most">How many effects run at once, 1 or more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="rest">How long an idle thread is kept; null for 5 s.</param>
    public EffectThreads(int most, TimeProvider time, TimeSpan? rest = null)
    {
        (_most, _time, _rest) = (most, time, rest ?? s_rest);
        _timer = time.CreateTimer(_ => StartForWaiting(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Runs an effect, which must not throw, as soon as there is a thread for it.</summary>
    public void Run(Action effect)
    {
        lock (_gate)
        {
            _waiting.Enqueue(effect);
            if (_resting > 0)
            {
                _resting--;
                _called++;
                _ready.Release();
                return;
            }

            TryStart();
        }
    }

    /// <summary>The oldest of those that hold up the waiting ones no longer counts.</summary>
    private void StartForWaiting()
    {
        lock (_gate)
        {
            for (var started = 0; _waiting.Count > _called + started && TryStart(); started++)
            {
            }
        }
    }

    /// <summary>Starts a thread if the limit allows it, or else when the oldest effect no longer counts.</summary>
    private bool TryStart()
    {
        var elapsed = _working.Select(w => _time.GetElapsedTime(w.Since)).Where(e => e < Patience).ToList();
        if (_called + elapsed.Count < _most)
        {
            var worker = new Worker(_time.GetTimestamp());
            _working.Add(worker);
            new Thread(() => Work(worker)) { IsBackground = true, Name = "effects" }.UnsafeStart();
            return true;
        }

        _timer.Change(Patience - (elapsed.Count > 0 ? elapsed.Max() : TimeSpan.Zero), Timeout.InfiniteTimeSpan);
        return false;
    }

    private void Work(Worker worker)
    {
        while (Next(worker) is { } effect) effect();
    }

    private Action? Next(Worker worker)
    {
        var effect = Take(worker);
        while (effect is null)
        {
            if (!_ready.Wait(_rest) && TryLeave()) return null;
            effect = Take(worker, wasCalled: true);
        }

        return effect;
    }

    /// <summary>Takes the next effect; where there is none the worker becomes idle.</summary>
    private Action? Take(Worker worker, bool wasCalled = false)
    {
        lock (_gate)
        {
            if (wasCalled) _called--;
            worker.Since = _time.GetTimestamp();
            if (_waiting.TryDequeue(out var effect))
            {
                _working.Add(worker);
                return effect;
            }

            _working.Remove(worker);
            _resting++;
            return null;
        }
    }

    /// <summary>Lets an idle worker exit; false where it was called meanwhile.</summary>
    private bool TryLeave()
    {
        lock (_gate)
        {
            if (_ready.Wait(0)) return false;
            _resting--;
            return true;
        }
    }

    private sealed class Worker(long since)
    {
        /// <summary>When it started its current effect.</summary>
        public long Since { get; set; } = since;
    }
}
