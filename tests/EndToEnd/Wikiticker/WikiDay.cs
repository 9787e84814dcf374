using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.Wikiticker;

/// <summary>A day of edits from the shared material, and independently computed results.</summary>
internal static class WikiDay
{
    public static string Edits => SharedMaterial.Path("data/wikiticker-2015-09-12-sampled.json.gz");

    /// <summary>The lines of the users' sessions, in ordinal order.</summary>
    public static IEnumerable<string> Sessions => File.ReadLines(SharedMaterial.Path("data/expected/wiki_session10m_user.tsv")).Skip(1).Order(StringComparer.Ordinal);

    /// <summary>Returns the sums over the five-minute windows.</summary>
    public static SortedDictionary<string, long> EditsPerChannel()
    {
        var edits = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(SharedMaterial.Path("data/expected/wiki_tumble5m_channel.tsv")).Skip(1))
        {
            var fields = line.Split('\t');
            edits[fields[1]] = edits.GetValueOrDefault(fields[1]) + long.Parse(fields[2]);
        }

        return edits;
    }
}
