using System.Text;

namespace WordCount;

/// <summary>What a word is: a maximal run of letters, digits and underscores, lower-cased.</summary>
public static class Words
{
    /// <summary>The words of a line, in their order.</summary>
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

    /// <summary>2 for a letter or digit outside the basic plane, 1 for another one, 0 for what no word holds.</summary>
    private static int LengthOfWordCharacter(string line, int at)
    {
        var character = line[at];
        if (char.IsAsciiLetterOrDigit(character) || character == '_') return 1;
        if (character < 0x80) return 0;
        if (!char.IsSurrogate(character)) return char.IsLetterOrDigit(character) ? 1 : 0;
        return Rune.TryGetRuneAt(line, at, out var rune) && Rune.IsLetterOrDigit(rune) ? 2 : 0;
    }

    /// <summary>One string per word: lower-cased while it is made.</summary>
    private static string LowerCase(string line, int start, int end) =>
        string.Create(end - start, (line, start), static (word, from) => from.line.AsSpan(from.start, word.Length).ToLowerInvariant(word));
}
