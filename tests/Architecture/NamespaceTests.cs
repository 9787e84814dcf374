using System.Text.RegularExpressions;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;

namespace Millrace.Architecture.Tests;

/// <summary>The namespaces of a project depend on each other in one direction only.</summary>
public sealed partial class NamespaceTests
{
    private static readonly ArchUnitNET.Domain.Architecture Built = new ArchLoader()
        .LoadAssemblies([.. Assemblies().Select(System.Reflection.Assembly.Load)])
        .Build();

    [Theory]
    [InlineData("Millrace.Core.(*)")]
    [InlineData("Millrace.Runtime.(*)")]
    [InlineData("Millrace.Hosting.(*)")]
    [InlineData("Millrace.Local.(*)")]
    [InlineData("Millrace.JobManager.(*)")]
    [InlineData("Millrace.TaskManager.(*)")]
    public void There_are_no_cycles(string slices)
    {
        var rule = SliceRuleDefinition.Slices().Matching(slices).Should().BeFreeOfCycles();
        var cycles = rule.Evaluate(Built).Where(r => !r.Passed).Select(r => r.Description);
        Rule.Holds(cycles);
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var misplaced = from file in Repository.Files(".cs")
                        where file.StartsWith("engine/", StringComparison.Ordinal)
                        let space = Namespace().Match(Repository.Read(file)).Groups["name"].Value
                        where space.Length > 0 && !Namespaces(Path.GetDirectoryName(file)!["engine/".Length..].Split('/', '\\')).Contains(space)
                        select $"{file}: {space}";
        Rule.Holds(misplaced);
    }

    /// <summary>A folder's own namespace, or its parent's if it only groups files. The public API has one, and two for operator authors.</summary>
    private static string[] Namespaces(string[] folders) =>
        folders[0] is "Millrace.Api" or "Millrace.Operators"
            ? ["Millrace", "Millrace.Stages", "Millrace.Transformations"]
            : [string.Join('.', folders), string.Join('.', folders[..^1])];

    private static IEnumerable<string> Assemblies() =>
        ["Millrace.Api", "Millrace.Operators", "Millrace.Core", "Millrace.Runtime", "Millrace.Hosting", "Millrace.Local", "jobmanager", "taskmanager", "Millrace.Connectors.Files"];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();
}
