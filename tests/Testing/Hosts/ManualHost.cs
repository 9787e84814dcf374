using Millrace.Core.Hosts;

namespace Millrace.Tests.Testing.Hosts;

/// <summary>Runs activities and effects on the test's thread, in the order in which they were requested, when the test says so.</summary>
public sealed class ManualHost : IActivityHost
{
    private const int Endless = 1_000_000;

    private readonly Queue<Action> _ready = new();
    private readonly Queue<Func<Task>> _effects = new();
    private readonly List<(string Name, Action Step)> _held = [];

    /// <summary>Whether effects wait until this is false again.</summary>
    public bool HoldsEffects { get; set; }

    /// <summary>Selects activities, by name, that are not stepped, as if one of their steps never returned.</summary>
    public Func<string, bool> Holds { get; set; } = static _ => false;

    public IActivity Start(string name, Func<bool> step) => new Activity(this, name, step);

    public void Run(Func<Task> effect) => _effects.Enqueue(effect);

    /// <summary>Runs everything there is to do.</summary>
    /// <exception cref="InvalidOperationException">It does not come to an end.</exception>
    public void Settle()
    {
        foreach (var held in _held.Where(h => !Holds(h.Name)).ToList())
        {
            _held.Remove(held);
            _ready.Enqueue(held.Step);
        }

        for (var steps = 0; steps < Endless; steps++)
        {
            if (_ready.TryDequeue(out var step)) step();
            else if (!HoldsEffects && _effects.TryDequeue(out var effect)) Complete(effect());
            else return;
        }

        throw new InvalidOperationException("There is always more to do.");
    }

    // The stores of these tests answer at once.
    private static void Complete(Task effect)
    {
        if (!effect.IsCompleted) throw new InvalidOperationException("An effect waits.");
        effect.GetAwaiter().GetResult();
    }

    private sealed class Activity(ManualHost host, string name, Func<bool> step) : IActivity
    {
        private Action? _last;
        private bool _queued;
        private bool _stopped;

        public void Wake()
        {
            if (_queued || _stopped) return;
            _queued = true;
            host._ready.Enqueue(Work);
        }

        public void Stop(Action last)
        {
            if (_last is not null) return;
            _last = last;
            Wake();
        }

        private void Work()
        {
            if (host.Holds(name))
            {
                host._held.Add((name, Work));
                return;
            }

            _queued = false;
            if (_last is not null)
            {
                _stopped = true;
                _last();
            }
            else if (step())
            {
                Wake();
            }
        }
    }
}
