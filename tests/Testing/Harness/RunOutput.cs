using Millrace.Runtime.Serialization;
using Millrace.Testing;
using Millrace.Testing.Attempts;

namespace Millrace.Tests.Testing.Harness;

/// <summary>The output of one run, over all its instances.</summary>
internal sealed class RunOutput<T>(TypeSerializer<T> serializer) : IOutputTaker<T>
{
    private readonly List<(Emitted<T> Record, string Bytes)> _records = [];

    public IReadOnlyList<Emitted<T>> Records => _records.ConvertAll(static r => r.Record);

    public long Watermark { get; private set; } = long.MinValue;

    /// <summary>The number of steps that the tasks took.</summary>
    public long Steps { get; set; }

    // Serialized now: a record that is changed later then differs from the one taken.
    public void Take(T value, long timestamp) =>
        _records.Add((new Emitted<T>(value, timestamp, Watermark), $"{timestamp}:{Convert.ToHexString(FrozenLedger.Bytes(serializer, value))}"));

    public void Advance(long watermark) => Watermark = Math.Max(Watermark, watermark);

    /// <summary>Returns how this output differs from the plain run's; null where it does not.</summary>
    public string? CompareTo(RunOutput<T> plain, HarnessOptions<T> options, bool rescaled)
    {
        if (Watermark != plain.Watermark) return $"the last watermark is {Watermark} instead of {plain.Watermark}";
        if (options.Ordered && !rescaled) return Difference("", _records, plain._records) ?? Early(plain);
        if (options.KeyOf is not { } keyOf) return Difference(" (sorted)", Sorted(_records), Sorted(plain._records));
        var (mine, others) = (ByKey(keyOf), plain.ByKey(keyOf));
        return mine.Keys.Union(others.Keys)
            .Select(key => Difference($" of key {key}", mine.GetValueOrDefault(key) ?? [], others.GetValueOrDefault(key) ?? []))
            .FirstOrDefault(static d => d is not null);
    }

    private static List<(Emitted<T> Record, string Bytes)> Sorted(List<(Emitted<T> Record, string Bytes)> records) => [.. records.OrderBy(static r => r.Bytes, StringComparer.Ordinal)];

    private static string? Difference(string where, List<(Emitted<T> Record, string Bytes)> mine, List<(Emitted<T> Record, string Bytes)> others)
    {
        for (var i = 0; i < Math.Max(mine.Count, others.Count); i++)
        {
            if (i < mine.Count && i < others.Count && mine[i].Bytes == others[i].Bytes) continue;
            return $"record {i}{where} is {Text(mine, i)} instead of {Text(others, i)}";
        }

        return null;
    }

    private static string Text(List<(Emitted<T> Record, string Bytes)> records, int at) => at < records.Count ? $"{records[at].Record}" : "missing";

    private Dictionary<object, List<(Emitted<T> Record, string Bytes)>> ByKey(Func<T, object> keyOf) =>
        _records.GroupBy(r => keyOf(r.Record.Value)).ToDictionary(static g => g.Key, static g => g.ToList());

    // Watermarks may be combined, but never be ahead of a record that they came after.
    private string? Early(RunOutput<T> plain) => _records.Zip(plain._records)
        .Where(static p => p.First.Record.Watermark > p.Second.Record.Watermark)
        .Select(static p => $"a watermark overtook: {p.First.Record} instead of {p.Second.Record}").FirstOrDefault();
}
