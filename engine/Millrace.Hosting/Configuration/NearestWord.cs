namespace Millrace.Hosting.Configuration;

/// <summary>Finds the word that was probably meant by an unknown one.</summary>
public static class NearestWord
{
    /// <summary>Returns the known word that is the fewest typing errors away from the given one; null where none is close.</summary>
    public static string? To(string word, IEnumerable<string> known)
    {
        var limit = Math.Max(1, word.Length / 3);
        return known.Select(k => (Word: k, Errors: Errors(word, k)))
            .Where(k => k.Errors <= limit || (word.Length >= 3 && k.Word.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(k => k.Errors).ThenBy(k => k.Word, StringComparer.Ordinal)
            .Select(k => k.Word).FirstOrDefault();
    }

    /// <summary>Returns the end of a sentence about an unknown word, which names the word that was probably meant.</summary>
    public static string Suggestion(string word, IEnumerable<string> known) => To(word, known) is { } nearest ? $"; did you mean {nearest}?" : ".";

    /// <summary>Returns how many letters must be added, removed, replaced or swapped with their neighbor.</summary>
    private static int Errors(string given, string known)
    {
        var (beforeLast, last) = (new int[known.Length + 1], Enumerable.Range(0, known.Length + 1).ToArray());
        for (var i = 1; i <= given.Length; i++)
        {
            var row = new int[known.Length + 1];
            row[0] = i;
            for (var j = 1; j <= known.Length; j++)
            {
                var same = char.ToLowerInvariant(given[i - 1]) == char.ToLowerInvariant(known[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && given[i - 1] == known[j - 2] && given[i - 2] == known[j - 1]) row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[known.Length];
    }
}
