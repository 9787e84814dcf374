using Millrace.Tests.Testing;

namespace Millrace.Documentation.Tests;

/// <summary>
/// Every example in every page and in the engine's documentation comments compiles, and its assertions hold. A name that an example uses without
/// defining it is in <see cref="Given"/>; prefer one that another page already uses.
/// </summary>
public sealed class SnippetTests
{
    /// <summary>Languages other than C#; any further one would be an example that is never compiled.</summary>
    private static readonly string[] s_others = ["", "sh", "json", "yaml", "xml", "text"];

    public static TheoryData<string> Examples => [.. CSharp.Select(static s => s.ToString())];

    private static IEnumerable<Snippet> CSharp => Snippet.All.Where(static s => s.Language == "csharp").Concat(Docstrings.Examples);

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_compiles_without_a_warning_and_holds(string place)
    {
        var compiled = new CompiledSnippet(CSharp.Single(s => s.ToString() == place));
        Assert.True(compiled.Problems.Count == 0, string.Join('\n', compiled.Problems));
        if (compiled.IsTest) await compiled.Run();
    }

    [Fact]
    public void Each_block_names_its_language_as_it_is_known_here() =>
        Assert.DoesNotContain(Snippet.All, static s => s.Language != "csharp" && !s_others.Contains(s.Language));

    [Fact]
    public void A_mistake_is_found_with_the_page_and_the_line()
    {
        const string page = "# Page\n\n```sh\nnothing\n```\n\n```csharp\nvar n = 1;\nvar text = n.Lenght;\n```\n";
        var compiled = new CompiledSnippet(Snippet.In("docs/page.md", page).Single(static s => s.Language == "csharp"));
        Assert.Contains("Lenght", Assert.Single(compiled.Problems, static p => p.StartsWith("docs/page.md:9: CS1061", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_a_comment_is_found_with_the_file_and_the_line()
    {
        const string source = "/// <summary>A type.</summary>\n/// <example><code>\n/// orders.KeyBy(o =&gt; o.Id)\n///     .Sumer(o => o.Amount)\n/// </code></example>\nclass T;\n";
        var compiled = new CompiledSnippet(Docstrings.In("engine/T.cs", source).Single());
        Assert.StartsWith("engine/T.cs:4: CS1061", Assert.Single(compiled.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void No_example_in_a_comment_is_passed_over() => Assert.Equal(
        Repository.Files(".cs").Where(static file => file.StartsWith("engine/", StringComparison.Ordinal)).Sum(static file => Repository.Read(file).Split("/// <example>").Length - 1),
        Docstrings.Examples.Count);

    [Fact]
    public void A_warning_of_nullability_is_a_mistake()
    {
        var compiled = new CompiledSnippet(new Snippet("docs/page.md", 1, "csharp", "string? none = null;\nvar length = none.Length;"));
        Assert.StartsWith("docs/page.md:2: CS8602", Assert.Single(compiled.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_example_asserts_and_does_not_hold_is_found()
    {
        var compiled = new CompiledSnippet(new Snippet("docs/page.md", 1, "csharp", "Assert.Equal(1, 2);"));
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(compiled.Run);
    }

    [Fact]
    public void A_block_that_does_not_end_is_found() =>
        Assert.Throws<FormatException>(static () => Snippet.In("docs/page.md", "```csharp\nvar n = 1;\n").ToList());
}
