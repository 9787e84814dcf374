using Millrace.Core.Hosts;
using Millrace.Testing.Clocks;

namespace Millrace.Testing.Hosts;

/// <summary>A process: its activities, effects and timers, which a kill forgets, whatever is under way.</summary>
internal sealed class SimulatedProcess : IActivityHost
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Scheduler _scheduler;
    private readonly VirtualClock _clock;
    private readonly List<Action> _due = [];

    /// <param name="scheduler">Who runs it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="skew">By how much its time of day is off; its monotonic clock is not.</param>
    public SimulatedProcess(Scheduler scheduler, string name, TimeSpan skew)
    {
        (_scheduler, Name) = (scheduler, name);
        _clock = new VirtualClock(scheduler.Time, s_start + skew) { Run = Fire, IsAlive = () => Alive };
    }

    public string Name { get; }

    public TimeProvider Clock => _clock;

    public bool Alive { get; private set; } = true;

    /// <summary>Whether the process stands still: its clock goes on, and nothing else of it.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>What it has to do, and does not while it stands still.</summary>
    public List<Work> Held { get; } = [];

    /// <summary>Its time of day jumps; its monotonic clock does not.</summary>
    public void Jump(TimeSpan by) => _clock.Shift += by;

    /// <summary>The process stands still from here on, as if it had been sent a stop signal.</summary>
    public void Pause()
    {
        IsPaused = true;
        _scheduler.Hold(this);
    }

    /// <summary>The process goes on, and knows of nothing: timers that were due meanwhile fire now.</summary>
    public void Resume()
    {
        IsPaused = false;
        _scheduler.GoOn(this);
        foreach (var act in _due) As(act);
        _due.Clear();
    }

    public IActivity Start(string name, Func<bool> step) => new Activity(new Work(_scheduler, this, step));

    public void Run(Action effect) => new Work(_scheduler, this, () =>
    {
        effect();
        return false;
    }).Wake();

    public void Kill()
    {
        Alive = false;
        _scheduler.Forget(this);
    }

    private void Fire(Action act)
    {
        if (IsPaused) _due.Add(act);
        else As(act);
    }

    /// <summary>Runs code of this process. What it throws after its death is nobody's; before it, what would end a real process.</summary>
    public void As(Action act)
    {
        var before = _scheduler.Current;
        _scheduler.Current = this;
        try
        {
            act();
        }
        catch (Exception e)
        {
            if (Alive) _scheduler.Unhandled ??= e;
        }
        finally
        {
            _scheduler.Current = before;
        }
    }

    private sealed class Activity(Work work) : IActivity
    {
        private bool _stopped;

        public void Wake()
        {
            if (!_stopped) work.Wake();
        }

        public void Stop(Action last)
        {
            if (_stopped) return;
            _stopped = true;
            work.Become(() =>
            {
                work.Become(static () => false);
                last();
                return false;
            });
        }
    }
}
