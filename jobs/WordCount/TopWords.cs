using Millrace.Connectors.Files;

namespace WordCount;

/// <summary>The most frequent words in an output of <see cref="WordCountJob"/>: a word's count is the highest visible one.</summary>
public static class TopWords
{
    /// <summary>Returns the <paramref name="number"/> most frequent words, ties in ordinal order.</summary>
    /// <param name="output">The job's output folder; one that does not exist has no words.</param>
    /// <param name="number">The maximum number of words.</param>
    public static IReadOnlyList<(string Word, long Count)> Of(string output, int number)
    {
        if (!Directory.Exists(output)) return [];
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var byWord = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var file in VisibleFiles.Under(output))
        {
            foreach (var line in File.ReadLines(Path.Combine(output, file)))
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                if (tab <= 0 || !long.TryParse(line.AsSpan(tab + 1), out var count)) continue;
                if (!byWord.TryGetValue(line.AsSpan(0, tab), out var highest) || count > highest) byWord[line.AsSpan(0, tab)] = count;
            }
        }

        return [.. counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Take(number).Select(c => (c.Key, c.Value))];
    }

    /// <summary>Writes the report at the end of a run: a line per word, preceded by its count.</summary>
    public static void Write(string output, int number, TextWriter writer)
    {
        var top = Of(output, number);
        var width = top.Count == 0 ? 0 : $"{top[0].Count}".Length;
        foreach (var (word, count) in top) writer.WriteLine($"{$"{count}".PadLeft(width)}  {word}");
    }
}
