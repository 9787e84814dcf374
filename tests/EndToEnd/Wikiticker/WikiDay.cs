using Millrace.Tests.Testing;

namespace Millrace.EndToEnd.Tests.Wikiticker;

/// <summary>A day of edits of the shared material, and what was computed of it elsewhere.</summary>
internal static class WikiDay
{
    public static string Edits => SharedMaterial.Path("data/wikiticker-2015-09-12-sampled.json.gz");

    /// <summary>The lines of the users' sessions, in the order of their characters.</summary>
    public static IEnumerable<string> Sessions => File.ReadLines(SharedMaterial.Path("data/expected/wiki_session10m_user.tsv")).Skip(1).Order(StringComparer.Ordinal);

    /// <summary>The windows of five minutes, added up.</summary>
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
