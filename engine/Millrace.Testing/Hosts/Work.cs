namespace Millrace.Testing.Hosts;

/// <summary>Something that can be stepped: an activity, an effect, or a link with messages under way.</summary>
/// <param name="scheduler">Who steps it.</param>
/// <param name="process">Where it runs; dead with it.</param>
/// <param name="step">One step; true where it asks for another.</param>
internal sealed class Work(Scheduler scheduler, SimulatedProcess process, Func<bool> step)
{
    private Func<bool> _step = step;
    private bool _running;
    private bool _again;

    public SimulatedProcess Process => process;

    /// <summary>The work's place in the order of making; goes into the event hash.</summary>
    public int Number { get; } = scheduler.NextNumber();

    /// <summary>Whether it waits to be stepped.</summary>
    public bool Ready { get; set; }

    /// <summary>Until which step it should not be chosen, where something else can be.</summary>
    public long StalledUntil { get; set; }

    public void Wake()
    {
        if (_running) _again = true;
        else scheduler.Add(this);
    }

    /// <summary>Takes another step from now on, once.</summary>
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
            process.As(() =>
            {
                var more = _step();
                _again |= more;
            });
        }
        finally
        {
            _running = false;
        }

        if (_again) scheduler.Add(this);
    }
}
