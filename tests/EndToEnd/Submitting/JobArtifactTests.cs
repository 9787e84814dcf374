using Millrace.Core.Control;
using Millrace.Hosting.Artifacts;
using Millrace.TaskManager;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Planning;
using Millrace.Tests.Testing.Artifacts;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.EndToEnd.Tests.Submitting;

/// <summary>This repository's jobs as built, packed and planned the way submitted jobs are.</summary>
public sealed class JobArtifactTests : IDisposable
{
    private readonly TestArtifacts _artifacts = new();

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public void The_word_count_takes_along_its_connector_and_its_text()
    {
        using var package = ArtifactPackaging.Pack(Output("WordCount"));
        Assert.Equal(
            [
                "Millrace.Connectors.Files.dll", "Millrace.Connectors.Files.pdb", "System.IO.Hashing.dll", "WordCount.deps.json", "WordCount.dll", "WordCount.pdb",
                "WordCount.runtimeconfig.json", "millrace.json", "text/millrace.txt",
            ],
            package.Names);
        var planned = Plan("WordCount", []);
        Assert.Equal(("WordCount.WordCountJob", "WordCountJob"), (planned.Job.JobType, planned.Job.JobName));
        Assert.Contains(planned.Graph.Operators, o => o.Id.Value == "counts");
    }

    [Fact]
    public void A_query_of_the_benchmark_is_an_option_of_its_one_job()
    {
        var input = _artifacts.NewFolder();
        foreach (var file in (string[])["persons.jsonl", "auctions.jsonl", "bids.jsonl"]) File.WriteAllText(Path.Combine(input, file), "");
        string[] line = ["--input", input, "--output", Path.Combine(_artifacts.Folder, "rows.tsv"), "--max-disorder", "1s"];
        Assert.Equal("QueryJob", Plan("Nexmark", [.. line, "--query", "q5"]).Job.JobName);
        Assert.NotEqual(Plan("Nexmark", [.. line, "--query", "q12"]).Graph.Fingerprint(), Plan("Nexmark", [.. line, "--query", "q5"]).Graph.Fingerprint());
    }

    /// <summary>Returns the project's own output folder: that of the tests also contains files of other projects.</summary>
    private static string Output(string job)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (own.Name, own.Parent!.Name);
        return Path.Combine(own.Parent.Parent!.Parent!.Parent!.Parent!.FullName, "jobs", job, "bin", configuration, framework, $"{job}.dll");
    }

    private PlannedJob Plan(string job, string[] line)
    {
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")));
        var answer = new JobPlanner(library, new ManualHost()).Answer(
            new PlanRequest(new JobSubmission("", "", _artifacts.Add(Output(job)), new JobArguments(), 2, 8), line, IsNew: true));
        Assert.Null(answer.Failure);
        return answer.Planned!;
    }
}
