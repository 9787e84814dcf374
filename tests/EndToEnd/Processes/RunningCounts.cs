using WordCount;

namespace Millrace.EndToEnd.Tests.Processes;

/// <summary>The visible lines of a word count, read as its README describes.</summary>
internal static class RunningCounts
{
    /// <summary>Checks that the visible lines of every word contain each count from 1 exactly once, and returns the words' counts.</summary>
    public static SortedDictionary<string, long> Check(string output)
    {
        var seen = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        foreach (var line in VisibleLines.Of(output))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (!seen.TryGetValue(line[..tab], out var counts)) seen.Add(line[..tab], counts = []);
            counts.Add(long.Parse(line.AsSpan(tab + 1)));
        }

        var last = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (word, counts) in seen)
        {
            counts.Sort();
            for (var i = 0; i < counts.Count; i++)
            {
                if (counts[i] != i + 1) Assert.Fail($"{output}: count {i + 1} of '{word}' {(counts[i] > i + 1 ? "is missing" : "is there twice")}, of {counts.Count}");
            }

            last.Add(word, counts.Count);
        }

        return last;
    }

    /// <summary>Returns the expected final counts.</summary>
    public static SortedDictionary<string, long> Of(IEnumerable<string> lines)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var word in lines.SelectMany(Words.Split)) counts[word] = counts.GetValueOrDefault(word) + 1;
        return counts;
    }

    public static SortedDictionary<string, long> OfInput(WordCountFolder folder) => Of(Directory.GetFiles(folder.Input).SelectMany(File.ReadLines));
}
