using System.Collections.Concurrent;

namespace Millrace.Simulation.Tests;

/// <summary>What came up in all seeds together, so that a test sees that what it is about did.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<string, int> _times = new(StringComparer.Ordinal);

    public void Note(string what) => _times.AddOrUpdate(what, 1, static (_, times) => times + 1);

    public int Of(string what) => _times.GetValueOrDefault(what);

    public override string ToString() => string.Join(", ", _times.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key} {t.Value}"));
}
