using System.Text;

namespace WordCount;

/// <summary>Splits text into words: maximal runs of letters, digits and underscores, lower-cased.</summary>
public static class Words
{
    /// <summary>Returns the words of a line, in order.</summary>
    public static IEnumerable<string> Split(string line)
    {
        for (var at = 0; ;)
        {
            var start = NextWord(line, at);
            if (start == line.Length) yield break;
            at = EndOfWord(line, start);
            yield return LowerCase(line, start, at);
        }
    }

    private static int NextWord(string line, int at)
    {
        while (at < line.Length && LengthOfWordCharacter(line, at) == 0) at++;
        return at;
    }

    private static int EndOfWord(string line, int at)
    {
        while (at < line.Length && LengthOfWordCharacter(line, at) is > 0 and var length) at += length;
        return at;
    }

    /// <summary>Returns 2 for a letter or digit outside the basic plane, 1 for another word character, 0 for any other character.</summary>
    private static int LengthOfWordCharacter(string line, int at)
    {
        var character = line[at];
        if (char.IsAsciiLetterOrDigit(character) || character == '_') return 1;
        if (character < 0x80) return 0;
        if (!char.IsSurrogate(character)) return char.IsLetterOrDigit(character) ? 1 : 0;
        return Rune.TryGetRuneAt(line, at, out var rune) && Rune.IsLetterOrDigit(rune) ? 2 : 0;
    }

    /// <summary>Creates one string per word, lower-casing it in the process.</summary>
    private static string LowerCase(string line, int start, int end) =>
        string.Create(end - start, (line, start), static (word, from) => from.line.AsSpan(from.start, word.Length).ToLowerInvariant(word));
}
