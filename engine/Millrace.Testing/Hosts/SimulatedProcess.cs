using Millrace.Core.Hosts;
using Millrace.Testing.Clocks;

namespace Millrace.Testing.Hosts;

/// <summary>A process: its activities, effects and timers, which a kill forgets, whatever is under way.</summary>
internal sealed class SimulatedProcess : IActivityHost
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Scheduler _scheduler;

    /// <param name="scheduler">Who runs it.</param>
    /// <param name="name">Its name.</param>
    /// <param name="skew">By how much its time of day is off; its monotonic clock is not.</param>
    public SimulatedProcess(Scheduler scheduler, string name, TimeSpan skew)
    {
        (_scheduler, Name) = (scheduler, name);
        Clock = new VirtualClock(scheduler.Time, s_start + skew) { Run = As, IsAlive = () => Alive };
    }

    public string Name { get; }

    public TimeProvider Clock { get; }

    public bool Alive { get; private set; } = true;

    /// <summary>Until which step the process stands still, as a machine may.</summary>
    public long PausedUntil { get; set; }

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
