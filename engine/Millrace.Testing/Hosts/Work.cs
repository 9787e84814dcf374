namespace Millrace.Testing.Hosts;

/// <summary>Something that can be stepped: an activity, an effect, or a link with messages in flight.</summary>
internal sealed class Work
{
    private readonly Scheduler _scheduler;
    private readonly Action _takeStep;
    private Func<bool> _step;
    private bool _running;
    private bool _again;

    /// <param name="scheduler">The scheduler that steps it.</param>
    /// <param name="process">The process it runs in, and dies with.</param>
    /// <param name="step">Takes one step; true to be stepped again.</param>
    public Work(Scheduler scheduler, SimulatedProcess process, Func<bool> step)
    {
        (_scheduler, Process, _step, _takeStep, Number) = (scheduler, process, step, TakeStep, scheduler.NextNumber());
    }

    public SimulatedProcess Process { get; }

    /// <summary>The work's number in order of creation; goes into the event hash.</summary>
    public int Number { get; }

    /// <summary>Whether it is waiting to be stepped.</summary>
    public bool Ready { get; set; }

    /// <summary>The step until which other work is preferred.</summary>
    public long StalledUntil { get; set; }

    public void Wake()
    {
        if (_running) _again = true;
        else _scheduler.Add(this);
    }

    /// <summary>Replaces the step, and wakes the work once.</summary>
    public void Become(Func<bool> step)
    {
        _step = step;
        Wake();
    }

    public void Run()
    {
        (_running, _again) = (true, false);
        try
        {
            Process.As(_takeStep);
        }
        finally
        {
            _running = false;
        }

        if (_again) _scheduler.Add(this);
    }

    private void TakeStep()
    {
        var more = _step();
        _again |= more;
    }
}
