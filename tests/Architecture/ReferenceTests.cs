using System.Xml.Linq;

namespace Millrace.Architecture.Tests;

/// <summary>Which project may reference which. A project that is not listed is refused, so that a new one is placed deliberately.</summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Millrace.Api"] = [],
        ["Millrace.Operators"] = ["Millrace.Api"],
        ["Millrace.Core"] = ["Millrace.Api"],
        ["Millrace.Runtime"] = ["Millrace.Core"],
        ["Millrace.Hosting"] = ["Millrace.Core"],
        ["Millrace.Local"] = ["jobmanager", "taskmanager"],
        ["jobmanager"] = ["Millrace.Core", "Millrace.Hosting"],
        // Operators only so that it is available: submitted jobs share the task manager's.
        ["taskmanager"] = ["Millrace.Runtime", "Millrace.Hosting", "Millrace.Operators"],
        ["Millrace.Testing"] = ["Millrace.Local", "Millrace.Operators", "Millrace.Runtime"],
        ["cli"] = ["Millrace.Core", "Millrace.Hosting"],
    };

    public static TheoryData<string> Projects => [.. Repository.Files(".csproj").Where(f => !f.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_what_its_place_allows(string file)
    {
        var project = XDocument.Parse(Repository.Read(file));
        var references = project.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.DoesNotContain(references, reference => !MayReference(file, reference));
    }

    [Fact]
    public void A_job_names_nothing_behind_the_api()
    {
        string[] hidden = ["using Millrace.Core", "using Millrace.Runtime", "using Millrace.Hosting", "using Millrace.JobManager", "using Millrace.TaskManager"];
        var behind = from file in Repository.Files(".cs")
                     where file.StartsWith("jobs/", StringComparison.Ordinal)
                     let text = Repository.Read(file)
                     where hidden.Any(text.Contains)
                     select file;
        Rule.Holds(behind);
    }

    private static bool MayReference(string file, string reference)
    {
        var project = Path.GetFileNameWithoutExtension(file);
        if (file.StartsWith("bench/", StringComparison.Ordinal)) return true;
        if (file.StartsWith("jobs/", StringComparison.Ordinal))
            return reference is "Millrace.Api" or "Millrace.Operators" or "Millrace.Local" || IsConnector(reference);
        return IsConnector(project) ? reference == "Millrace.Api" : Allowed[project].Contains(reference);
    }

    private static bool IsConnector(string project) => project.StartsWith("Millrace.Connectors.", StringComparison.Ordinal);
}
