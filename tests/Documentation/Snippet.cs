using System.Text.RegularExpressions;
using Millrace.Tests.Testing;

namespace Millrace.Documentation.Tests;

/// <summary>A block of code in a page.</summary>
/// <param name="File">The page, by its path from the repository's root.</param>
/// <param name="Line">The number of the code's first line, from 1.</param>
/// <param name="Language">The language of the fence, such as <c>csharp</c>.</param>
/// <param name="Code">The code.</param>
internal sealed partial record Snippet(string File, int Line, string Language, string Code)
{
    /// <summary>All blocks of all pages of the repository.</summary>
    public static IReadOnlyList<Snippet> All { get; } = [.. Repository.Files(".md").SelectMany(file => In(file, Repository.Read(file)))];

    /// <summary>The blocks of a page.</summary>
    /// <exception cref="FormatException">A block is not closed.</exception>
    public static IEnumerable<Snippet> In(string file, string page)
    {
        var lines = page.Split('\n');
        for (var begin = 0; begin < lines.Length; begin++)
        {
            if (Fence().Match(lines[begin]) is not { Success: true } fence) continue;
            var end = Array.FindIndex(lines, begin + 1, line => line.Trim() == fence.Groups["fence"].Value);
            if (end < 0) throw new FormatException($"{file}:{begin + 1}: the block does not end.");
            yield return new Snippet(file, begin + 2, fence.Groups["language"].Value, string.Join('\n', lines[(begin + 1)..end]));
            begin = end;
        }
    }

    public override string ToString() => $"{File}:{Line}";

    [GeneratedRegex(@"^\s*(?<fence>`{3,})(?<language>\S*)\s*$")]
    private static partial Regex Fence();
}
