using Millrace.Core.Control;
using Millrace.Hosting.Artifacts;
using Millrace.TaskManager.Loading;
using Millrace.TaskManager.Planning;
using Millrace.Tests.Testing.Artifacts;
using Millrace.Tests.Testing.Hosts;

namespace Millrace.TaskManager.Tests.Planning;

/// <summary>The result of planning a submitted job.</summary>
public sealed class JobPlannerTests : IDisposable
{
    private const string Define = "public void Define(StreamEnvironment env, JobArguments args)";

    private readonly TestArtifacts _artifacts = new();

    public void Dispose() => _artifacts.Dispose();

    [Fact]
    public void A_jobs_type_name_and_values_are_filled_in()
    {
        var artifact = _artifacts.AddSource($$"""
            namespace Jobs;
            {{JobSources.Ends}}
            internal class LinesJob : IStreamJob
            {
                private static readonly JobOption<string> Input = new("input", "FILE", "The lines.", text => text.Length > 3 ? text : throw new FormatException("too short"), "");
                public IReadOnlyList<JobOption> Options => [Input];
                {{Define}} => env.FromSource(new Numbers(1)).Uid(args.Get(Input)).Map(n => $"{n}").SinkTo(new Kept()).Uid("sink");
            }
            """);
        var planned = Plan(artifact, line: ["--input", "numbers"]).Planned!;
        Assert.Equal(("Jobs.LinesJob", "LinesJob", "numbers"), (planned.Job.JobType, planned.Job.JobName, planned.Job.Arguments.Values["input"]));
        Assert.Contains(planned.Graph.Operators, o => o.Id.Value == "numbers");
        Assert.Equal("named", Plan(artifact, line: ["--input=numbers"], name: "named").Planned!.Job.JobName);

        Assert.Equal("--input: too short --help explains the options.", Refusal(Plan(artifact, line: ["--input", "abc"])));
        Assert.Contains("'--inputs' is not an option; did you mean --input? --help explains the options.", Refusal(Plan(artifact, line: ["--inputs", "abcd"])), StringComparison.Ordinal);
        Assert.Contains("--input is given 2 times", Refusal(Plan(artifact, line: ["--input", "abcd", "--input", "abcd"])), StringComparison.Ordinal);
        Assert.Matches(@"(?s)millrace submit FILE -- \[options\].*The lines\.", Refusal(Plan(artifact, line: ["--help"])));
    }

    [Fact]
    public void Of_several_jobs_one_is_named()
    {
        var artifact = _artifacts.AddSource($$"""
            namespace First { public class OneJob : IStreamJob { {{Define}} => throw new InvalidJobException("first"); } }
            namespace Second { public class OneJob : IStreamJob { {{Define}} => throw new InvalidJobException("second"); } }
            public class OtherJob : IStreamJob { private OtherJob() { } {{Define}} => throw new InvalidJobException("other"); }
            public class UnmadeJob(int n) : IStreamJob { {{Define}} => throw new InvalidJobException($"unmade {n}"); }
            public abstract class NoJob : IStreamJob { public abstract void Define(StreamEnvironment env, JobArguments args); }
            """);
        Assert.Equal("Job.dll has 3 jobs: First.OneJob, OtherJob, Second.OneJob. Choose one with --job TYPE.", Refusal(Plan(artifact)));
        Assert.Equal("other", Refusal(Plan(artifact, type: "OtherJob")));
        Assert.Equal("second", Refusal(Plan(artifact, type: "Second.OneJob")));
        Assert.StartsWith("Job.dll has 2 jobs named 'OneJob': First.OneJob, Second.OneJob.", Refusal(Plan(artifact, type: "OneJob")), StringComparison.Ordinal);
        var unmade = Refusal(Plan(artifact, type: "UnmadeJob"));
        Assert.StartsWith("Job.dll has no job 'UnmadeJob'; it has First.OneJob,", unmade, StringComparison.Ordinal);
        Assert.Contains("UnmadeJob has no parameterless constructor", unmade, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_without_a_job_is_refused() =>
        Assert.StartsWith("Job.dll has no job: no public or internal class", Refusal(Plan(_artifacts.AddSource("public class Nothing { }"))), StringComparison.Ordinal);

    [Theory]
    [InlineData(".NETFramework,Version=v4.8", "Job.dll is built for .NET Framework 4.8")]
    [InlineData(".NETCoreApp,Version=v99.0", "Job.dll is built for .NET 99.0, which is newer")]
    public void An_assembly_for_another_framework_is_refused(string framework, string message)
    {
        var folder = _artifacts.NewFolder();
        CompiledAssembly.In(folder, "Job", $"public class OneJob : IStreamJob {{ {Define} {{ }} }}", targetFramework: framework);
        Assert.StartsWith(message, Refusal(Plan(_artifacts.Add(folder))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public OneJob() => throw new NotSupportedException(\"on purpose\"); public void Define(StreamEnvironment env, JobArguments args) { }", "The constructor of the job failed: NotSupportedException: on purpose")]
    [InlineData("public IReadOnlyList<JobOption> Options => throw new NotSupportedException(\"on purpose\"); public void Define(StreamEnvironment env, JobArguments args) { }", "Reading the options of 'OneJob' failed: NotSupportedException: on purpose")]
    [InlineData("public void Define(StreamEnvironment env, JobArguments args) => throw new NotSupportedException(\"on purpose\");", "The definition of 'OneJob' failed: NotSupportedException: on purpose")]
    public void What_user_code_throws_is_an_answer_with_its_stack_trace(string members, string message)
    {
        var failure = Plan(_artifacts.AddSource($"public class OneJob : IStreamJob {{ {members} }}")).Failure!;
        Assert.Equal((FailureDomain.User, false, message), (failure.Domain, failure.CanRetry, failure.Message));
        Assert.Contains("at OneJob.", failure.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("=> Words.Say();")]
    [InlineData("{ } public static string Later() => Words.Say();")]
    public void A_missing_dependency_is_named_also_where_the_definition_does_not_come_to_it(string body)
    {
        var folder = _artifacts.NewFolder();
        var words = CompiledAssembly.In(_artifacts.NewFolder(), "Words", "public static class Words { public static string Say() => \"\"; }");
        CompiledAssembly.In(folder, "Job", $"public class OneJob : IStreamJob {{ {Define} {body} }}", [words]);
        Assert.StartsWith("The job needs the assembly Words, which is not in the artifact.", Refusal(Plan(_artifacts.Add(folder))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("project", "", true)]
    [InlineData("reference", "", true)]
    [InlineData("package", "", false)]
    [InlineData("package", """, "Words/1.0.0": { "runtime": { "lib/net10.0/Words.dll": {} } }""", true)]
    public void A_dependency_that_a_library_of_the_job_misses_is_named(string type, string named, bool isRefused)
    {
        var folder = _artifacts.NewFolder();
        var words = CompiledAssembly.In(_artifacts.NewFolder(), "Words", "public static class Words { public static string Say() => \"\"; }");
        var sayings = CompiledAssembly.In(folder, "Sayings", "public static class Sayings { public static int Count() => 1; public static string Say() => Words.Say(); }", [words]);
        CompiledAssembly.In(folder, "Job", $"public class OneJob : IStreamJob {{ {Define} => throw new InvalidJobException($\"{{Sayings.Count()}}\"); }}", [sayings]);
        File.WriteAllText(Path.Combine(folder, "Job.deps.json"), $$"""
            {
              "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0" },
              "targets": { ".NETCoreApp,Version=v10.0": {
                "Job/1.0.0": { "dependencies": { "Sayings": "1.0.0" }, "runtime": { "Job.dll": {} } },
                "Sayings/1.0.0": { "runtime": { "Sayings.dll": {} } }{{named}} } },
              "libraries": {
                "Job/1.0.0": { "type": "project", "serviceable": false, "sha512": "" },
                "Sayings/1.0.0": { "type": "{{type}}", "serviceable": false, "sha512": "" },
                "Words/1.0.0": { "type": "package", "serviceable": false, "sha512": "" } }
            }
            """);
        Assert.StartsWith(isRefused ? "The job needs the assembly Words (referenced by Sayings), which is not in the artifact." : "1", Refusal(Plan(_artifacts.Add(folder))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void A_damaged_library_of_a_library_is_named_with_what_needs_it(double whole)
    {
        var folder = ChainOfLibraries("1.0.0.0", "1.0.0.0");
        var words = Path.Combine(folder, "Words.dll");
        var content = File.ReadAllBytes(words);
        File.WriteAllBytes(words, content[..(int)(content.Length * whole)]);
        Assert.Equal(
            "Words.dll, which Sayings.dll needs, cannot be loaded: it is damaged, or was not built for this platform. Clean the job's project, build it again, or publish it, and submit that.",
            Refusal(Plan(_artifacts.Add(folder))));
    }

    [Theory]
    [InlineData("2.1.0.0", "2.0.0.0", "Sayings.dll needs version 2.1.0.0 of Words.dll, and the artifact has version 2.0.0.0. Reference 2.1.0.0 or later in the job's project,")]
    [InlineData("2.0.0.0", "2.1.0.0", "1")]
    [InlineData("2.0.0.0", "2.0.0.0", "1")]
    public void A_library_of_a_library_that_is_older_than_referenced_is_named_with_what_needs_it(string referenced, string there, string message) =>
        Assert.StartsWith(message, Refusal(Plan(_artifacts.Add(ChainOfLibraries(referenced, there)))), StringComparison.Ordinal);

    /// <summary>A job that uses Sayings, which uses Words only where the job does not come to it.</summary>
    private string ChainOfLibraries(string referenced, string there)
    {
        const string Words = "public static class Words { public static string Say() => \"\"; }";
        var folder = _artifacts.NewFolder();
        var words = CompiledAssembly.In(_artifacts.NewFolder(), "Words", Words, version: referenced);
        CompiledAssembly.In(folder, "Words", Words, version: there);
        var sayings = CompiledAssembly.In(folder, "Sayings", "public static class Sayings { public static int Count() => 1; public static string Say() => Words.Say(); }", [words]);
        CompiledAssembly.In(folder, "Job", $"public class OneJob : IStreamJob {{ {Define} => throw new InvalidJobException($\"{{Sayings.Count()}}\"); }}", [sayings]);
        return folder;
    }

    [Fact]
    public void The_embedded_cluster_is_not_there_for_definitions_and_does_not_matter_to_main_programs()
    {
        const string Main = "public static class Program { public static int Main2(string[] args) => Millrace.Local.JobProgram.Run(args, () => new OneJob(), (Millrace.Local.JobReport r, JobArguments a) => { }); }";
        var artifact = _artifacts.AddSource($"public class OneJob : IStreamJob {{ {Define} => throw new InvalidJobException(\"defined\"); }} {Main}");
        Assert.Equal("defined", Refusal(Plan(artifact)));
        artifact = _artifacts.AddSource($"public class OneJob : IStreamJob {{ {Define} => Millrace.Local.JobProgram.Run([], () => this); }}");
        Assert.StartsWith("The job needs the assembly Millrace.Local, which belongs to the embedded cluster", Refusal(Plan(artifact)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_artifact_that_is_not_stored_may_be_tried_again()
    {
        var failure = Plan(ArtifactHash.Of([1])).Failure!;
        Assert.Equal((FailureDomain.External, true), (failure.Domain, failure.CanRetry));
        Assert.Contains("is missing", failure.Message, StringComparison.Ordinal);
    }

    private static string Refusal(PlanAnswer answer)
    {
        Assert.Equal((FailureDomain.User, false, ""), (answer.Failure!.Domain, answer.Failure.CanRetry, answer.Failure.Details));
        return answer.Failure.Message;
    }

    private PlanAnswer Plan(string artifact, string type = "", string[]? line = null, string name = "")
    {
        var host = new ManualHost();
        var library = new JobLibrary(new ArtifactCache(_artifacts.Store, Path.Combine(_artifacts.Folder, "cache")));
        PlanAnswer? answer = null;
        var job = new JobSubmission("", name, artifact, new JobArguments(), 2, 8) { JobType = type };
        new JobPlanner(library, host).Plan(new PlanRequest(job, line ?? [], IsNew: true), a => answer = a);
        Assert.Null(answer);
        host.Settle();
        return answer!;
    }
}
