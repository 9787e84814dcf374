using System.Net;
using System.Text.RegularExpressions;
using Millrace.Tests.Testing;

namespace Millrace.Documentation.Tests;

/// <summary>
/// The examples in the documentation comments of the engine's types, as readers see them: statements, an expression, a type, or members of a
/// function over <see cref="Order"/>s of a key.
/// </summary>
internal static partial class Docstrings
{
    private const string Function = "public abstract class Example : KeyedProcessFunction<string, Order, Order> {";

    public static IReadOnlyList<Snippet> Examples { get; } =
        [.. Repository.Files(".cs").Where(static file => file.StartsWith("engine/", StringComparison.Ordinal)).SelectMany(file => In(file, Repository.Read(file)))];

    /// <summary>Returns the examples of a file, as code that can be compiled.</summary>
    public static IEnumerable<Snippet> In(string file, string source) => Example().Matches(source).Select(match =>
    {
        var begin = match.Groups["code"];
        var code = WebUtility.HtmlDecode(CommentMark().Replace(begin.Value, "\n"));
        return new Snippet(file, source.AsSpan(0, begin.Index).Count('\n') + 1, "csharp", Whole(code));
    });

    // On their original lines, for the compiler's messages.
    private static string Whole(string code)
    {
        var trimmed = code.Trim();
        if (trimmed.StartsWith("private ", StringComparison.Ordinal) || trimmed.StartsWith("public override ", StringComparison.Ordinal)) return $"{Function}{code}}}";
        if (trimmed.StartsWith("new ", StringComparison.Ordinal)) code = $"_ = {code}";
        return trimmed.Contains(';') || trimmed.EndsWith('}') ? code : $"{code};";
    }

    [GeneratedRegex("/// <example>\\s*(?:/// )?<code>(?<code>.*?)</code>", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("\n\\s*/// ?")]
    private static partial Regex CommentMark();
}
