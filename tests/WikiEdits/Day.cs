using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Millrace.Tests.Testing;

namespace WikiEdits.Tests;

/// <summary>A day of edits from the shared material, with duplicate and unreadable lines inserted, and the expected results by plain loops.</summary>
internal sealed class Day
{
    public const string Blocked = "2015-09-12T06:00:00Z\t#en.wikipedia\n2015-09-12T07:00:00Z\t#vi.wikipedia\n2015-09-12T09:30:00Z\t#en.wikipedia\n";

    private const long Gap = 600_000;

    private static readonly Dictionary<string, long> s_blockedSince = new() { ["#en.wikipedia"] = At("2015-09-12T06:00:00Z"), ["#vi.wikipedia"] = At("2015-09-12T07:00:00Z") };
    private readonly List<(long Time, string Channel, string User)> _edits = [];
    private readonly List<string> _lines = [];

    /// <param name="most">The maximum number of edits to take.</param>
    public Day(int most = int.MaxValue)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedMaterial.Path("data/wikiticker-2015-09-12-sampled.json.gz")), CompressionMode.Decompress));
        while (_edits.Count < most && reader.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var edit = json.RootElement;
            _edits.Add((At(edit.GetProperty("time").GetString()!), edit.GetProperty("channel").GetString()!, edit.GetProperty("user").GetString()!));
            _lines.Add(line);
            if (_edits.Count % 20 == 0) _lines.Add(line);
            if (_edits.Count % 50 == 0) _lines.Add(_lines[^2]);
            if (_edits.Count % 1000 == 7) _lines.Add($"unreadable {_edits.Count}");
            if (_edits.Count % 1000 == 8) _lines.Add("""{"time":"2015-09-12T00:47:00.496Z","channel":null,"page":"no channel","user":"nobody","delta":17}""");
        }
    }

    public IReadOnlyList<string> Lines => _lines;

    public IEnumerable<string> Unreadable => _lines.Where(l => l.StartsWith("unreadable", StringComparison.Ordinal) || l.Contains("no channel", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The successive counts of each channel.</summary>
    public IEnumerable<string> Channels => _edits.Where(static e => !s_blockedSince.TryGetValue(e.Channel, out var since) || e.Time < since)
        .GroupBy(static e => e.Channel).SelectMany(static g => g.Select((_, n) => $"{g.Key}\t{n + 1}")).Order(StringComparer.Ordinal);

    public IEnumerable<string> Sessions => _edits.GroupBy(static e => e.User).SelectMany(static g => Of(g.Key, [.. g.Select(static e => e.Time).Order()])).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Of(string user, long[] times)
    {
        for (var (first, at) = (0, 0); at < times.Length; at++)
        {
            if (at + 1 < times.Length && times[at + 1] - times[at] <= Gap) continue;
            yield return $"{user}\t{times[first]}\t{times[at] + Gap}\t{at + 1 - first}";
            first = at + 1;
        }
    }

    private static long At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
