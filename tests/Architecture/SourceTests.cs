using System.Text.RegularExpressions;

namespace Millrace.Architecture.Tests;

/// <summary>Rules for the text of the sources.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 300;

    [Fact]
    public void A_file_stays_short() =>
        Assert.DoesNotContain(Repository.Files(".cs"), f => Repository.Read(f).Count(c => c == '\n') > LongestFile);

    [Fact]
    public void A_file_is_named_after_a_type_in_it()
    {
        var misnamed = from file in Repository.Files(".cs")
                       let types = TopLevelType().Matches(Repository.Read(file)).Select(m => m.Groups["name"].Value).ToList()
                       where types.Count > 0 && !types.Any(t => IsNameOf(t, Path.GetFileNameWithoutExtension(file)))
                       select $"{file}: {string.Join(", ", types)}";
        Rule.Holds(misnamed);
    }

    [Fact]
    public void No_type_has_a_name_that_says_nothing()
    {
        var names = from file in Repository.Files(".cs")
                    from Match match in TopLevelType().Matches(Repository.Read(file))
                    let name = match.Groups["name"].Value
                    where Empty().IsMatch(name)
                    select $"{file}: {name}";
        Rule.Holds(names);
    }

    [Fact]
    public void Engine_types_that_can_be_sealed_are()
    {
        var open = from file in Repository.Files(".cs")
                   where !file.StartsWith("tests/", StringComparison.Ordinal)
                   from Match match in OpenClass().Matches(Repository.Read(file))
                   let name = match.Groups["name"].Value
                   where !Repository.Files(".cs").Any(f => Regex.IsMatch(Repository.Read(f), $@":\s*{name}\b"))
                   select $"{file}: {name}";
        Rule.Holds(open);
    }

    [Fact]
    public void No_file_names_a_registry()
    {
        // Concatenated, so that this file does not name them itself.
        string[] hosts = ["nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "deb." + "debian", "pypi" + ".org"];
        var naming = from file in Repository.Files()
                     let text = Repository.Read(file)
                     where hosts.Any(h => text.Contains(h, StringComparison.OrdinalIgnoreCase))
                     select file;
        Rule.Holds(naming);
    }

    /// <summary>Parts and variants of a type each have their own file: <c>JobMaster.Log.cs</c>, <c>FileSinkOfT.cs</c>.</summary>
    private static bool IsNameOf(string type, string file) => file == type || file.StartsWith(type + ".", StringComparison.Ordinal) || file == type + "OfT";

    [GeneratedRegex(@"^(public |internal |file |static |sealed |abstract |partial |readonly |unsafe |ref )*(class|struct|interface|enum|record|record struct) (?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();

    [GeneratedRegex(@"^(public|internal)( partial| unsafe)* (class|record) (?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex OpenClass();

    [GeneratedRegex("(Utils?|Common|Helpers?|Impl|NG|V2|Manager)$")]
    private static partial Regex Empty();
}
