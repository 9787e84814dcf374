using Millrace.Core.Hosts;

namespace Millrace.Simulation.Tests;

/// <summary>
/// Runs activities and effects on one thread, in an order that a seed decides. A crash forgets all of them. Each choice goes into a
/// hash, so that two runs of one seed can be compared.
/// </summary>
internal sealed class SimulatedHost(Random random) : IActivityHost
{
    private readonly List<Activity> _activities = [];
    private readonly List<Action> _effects = [];
    private List<object> _runnable = [];

    public ulong EventHash { get; private set; } = 14695981039346656037;

    public IActivity Start(string name, Func<bool> step)
    {
        var activity = new Activity(this, step);
        _activities.Add(activity);
        return activity;
    }

    public void Run(Action effect) => _effects.Add(effect);

    /// <summary>Runs one step of something; false where nothing can run before time passes.</summary>
    public bool Step()
    {
        _runnable = [.. _activities.Where(a => a.Pending), .. _effects];
        if (_runnable.Count == 0) return false;
        var at = random.Next(_runnable.Count);
        EventHash = (EventHash ^ (uint)((at << 8) | (_runnable.Count & 255))) * 1099511628211;
        if (_runnable[at] is Activity activity)
        {
            activity.Step();
        }
        else
        {
            var effect = (Action)_runnable[at];
            _effects.Remove(effect);
            effect();
        }

        return true;
    }

    /// <summary>Every process dies: nothing that was under way happens.</summary>
    public void Crash()
    {
        _activities.Clear();
        _effects.Clear();
    }

    private sealed class Activity(SimulatedHost host, Func<bool> step) : IActivity
    {
        private Action? _last;

        public bool Pending { get; private set; }

        public void Wake() => Pending = true;

        public void Stop(Action last)
        {
            _last ??= last;
            Pending = true;
        }

        public void Step()
        {
            Pending = false;
            if (_last is not null)
            {
                host._activities.Remove(this);
                _last();
                return;
            }

            if (step()) Pending = true;
        }
    }
}
