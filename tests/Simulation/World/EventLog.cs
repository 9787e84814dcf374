using System.Globalization;
using Millrace.Testing.Hosts;

namespace Millrace.Simulation.Tests.World;

/// <summary>The last events of a run, for a failure report. They are formatted only then.</summary>
/// <param name="scheduler">Provides the step and the time.</param>
/// <param name="trace">Receives each event as it happens; null for none.</param>
internal sealed class EventLog(Scheduler scheduler, Action<string>? trace)
{
    private const int Kept = 150;

    private readonly Queue<Event> _events = new();

    public void Add(string where, string what, object? fact = null)
    {
        if (_events.Count == Kept) _events.Dequeue();
        var happened = new Event(scheduler.Steps, scheduler.Time.Now, where, what, fact);
        _events.Enqueue(happened);
        trace?.Invoke($"{happened}");
    }

    /// <summary>The events, oldest first.</summary>
    public IReadOnlyList<string> Lines => [.. _events.Select(static e => $"{e}")];

    private readonly record struct Event(long Step, long Time, string Where, string What, object? Fact)
    {
        private const int Longest = 400;

        public override string ToString()
        {
            var line = string.Create(CultureInfo.InvariantCulture, $"{Step,7} {Time / (double)TimeSpan.TicksPerSecond,9:0.0000} s  {Where,-15} {What} {Fact}");
            return line.Length <= Longest ? line : line[..Longest] + "...";
        }
    }
}
