using System.Collections.Concurrent;

namespace Millrace.Simulation.Tests;

/// <summary>Counts what occurred, so that a test can check that it exercised what it is about.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<string, long> _times = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> All => _times;

    public void Note(string what) => Note(what, 1);

    public void Note(string what, long more)
    {
        if (more > 0) _times.AddOrUpdate(what, more, (_, times) => times + more);
    }

    public long Of(string what) => _times.GetValueOrDefault(what);

    public override string ToString() => string.Join(", ", _times.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {t.Value}"));
}
