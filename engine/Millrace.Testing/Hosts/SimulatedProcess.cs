using Millrace.Core.Hosts;
using Millrace.Testing.Clocks;

namespace Millrace.Testing.Hosts;

/// <summary>A process: its activities, effects and timers, all of which a kill discards, whatever is in progress.</summary>
internal sealed class SimulatedProcess : IActivityHost
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Scheduler _scheduler;
    private readonly VirtualClock _clock;
    private readonly List<Action> _due = [];

    /// <param name="scheduler">The scheduler that runs it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="skew">The error of its time of day; its monotonic clock has none.</param>
    public SimulatedProcess(Scheduler scheduler, string name, TimeSpan skew)
    {
        (_scheduler, Name) = (scheduler, name);
        _clock = new VirtualClock(scheduler.Time, s_start + skew) { Run = Fire, IsAlive = () => Alive };
    }

    public string Name { get; }

    public TimeProvider Clock => _clock;

    public bool Alive { get; private set; } = true;

    /// <summary>Whether the process is paused: its clock runs on, and nothing else.</summary>
    public bool IsPaused { get; private set; }

    /// <summary>How often it was paused.</summary>
    public int Pauses { get; private set; }

    /// <summary>The work held back while it is paused.</summary>
    public List<Work> Held { get; } = [];

    /// <summary>Makes its time of day jump; its monotonic clock does not.</summary>
    public void Jump(TimeSpan by) => _clock.Shift += by;

    /// <summary>Pauses the process, as a stop signal would.</summary>
    public void Pause()
    {
        (IsPaused, Pauses) = (true, Pauses + 1);
        _scheduler.Hold(this);
    }

    /// <summary>Resumes the process, which does not notice the pause: timers that became due in the meantime fire now.</summary>
    public void Resume()
    {
        IsPaused = false;
        _scheduler.Resume(this);
        foreach (var act in _due) As(act);
        _due.Clear();
    }

    public IActivity Start(string name, Func<bool> step) => new Activity(new Work(_scheduler, this, step));

    /// <summary>Runs an effect up to its first wait; from there it goes on when, within a step of this process, what it waits for is over.</summary>
    public void Run(Func<Task> effect) => new Work(_scheduler, this, () =>
    {
        _ = Guard(effect);
        return false;
    }).Wake();

    private async Task Guard(Func<Task> effect)
    {
        try
        {
            await effect();
        }
        catch (Exception e)
        {
            if (Alive) _scheduler.Unhandled ??= e;
        }
    }

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

    /// <summary>Runs code of this process. An exception after its death is ignored; before it, it is what would terminate a real process.</summary>
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
