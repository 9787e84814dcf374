using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

public sealed class SubmitCommandTests : IDisposable
{
    private readonly TemporaryFile _file = TemporaryFile.Archive(1000);

    [Fact]
    public async Task Without_options_the_cluster_decides()
    {
        await using var manager = await ManagerAsync();
        var run = await CliRun.OfAsync(manager, "submit", _file.Path);
        Assert.Equal((0, "submitted WordCount (3f2a9c01)\n"), (run.Code, run.Output));
        Assert.Equal(new SubmitJobRequest { CommandId = Samples.Command, Artifact = Stored(manager) }, manager.Request<SubmitJobRequest>());
    }

    [Fact]
    public async Task Every_option_is_passed_on()
    {
        await using var manager = await ManagerAsync();
        var run = await CliRun.OfAsync(
            manager, "submit", "--job", "Jobs.WordCount", _file.Path, "--parallelism", "4", "--max-parallelism", "128", "--checkpoint-interval", "1.5s", "--name", "words",
            "--restore", "latest", "--allow-dropped-state", "--min-slots", "2", "--operator", "counts=8", "--operator", "lines=1");
        Assert.Equal("", run.Code == 0 ? "" : run.Error);
        Assert.Equal(
            new SubmitJobRequest
            {
                CommandId = Samples.Command,
                Artifact = Stored(manager),
                JobType = "Jobs.WordCount",
                Parallelism = 4,
                MaxParallelism = 128,
                Name = "words",
                Restore = "latest",
                AllowDroppedState = true,
                MinSlots = 2,
                CheckpointInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)),
                OperatorParallelism = { ["counts"] = 8, ["lines"] = 1 },
            },
            manager.Request<SubmitJobRequest>());
    }

    [Fact]
    public async Task What_follows_two_dashes_is_the_jobs_untouched()
    {
        await using var manager = await ManagerAsync();
        string[] own = ["--input", "DIR", "--wait", "--json", "--checkpoint-dir", "x", "--", "@file", "", "a b", "--parallelism=9"];
        var run = await CliRun.OfAsync(manager, ["submit", _file.Path, "--", .. own]);
        Assert.Equal((0, "submitted WordCount (3f2a9c01)\n"), (run.Code, run.Output));
        Assert.Equal(own, manager.Request<SubmitJobRequest>().Arguments);
        Assert.Equal(0, manager.Request<SubmitJobRequest>().Parallelism);
    }

    [Fact]
    public async Task Arguments_of_the_job_without_two_dashes_are_refused()
    {
        await using var manager = await ManagerAsync();
        (await CliRun.OfAsync(manager, "submit", _file.Path, "--input", "DIR")).Refuses(2, "--input", "millrace submit --help");
        Assert.Empty(manager.Calls);
    }

    [Fact]
    public async Task Notices_are_said_beside_the_result()
    {
        await using var manager = await ManagerAsync(notices: "restores checkpoint 17 of 11aa");
        var run = await CliRun.OfAsync(manager, "submit", _file.Path);
        Assert.EndsWith("restores checkpoint 17 of 11aa\n", run.Error, StringComparison.Ordinal);
        var json = (await CliRun.OfAsync(manager, "submit", _file.Path, "--json")).Json();
        Assert.Equal(Samples.Id, json.GetProperty("id").GetString());
        Assert.Equal("created", json.GetProperty("state").GetString());
        Assert.Equal("restores checkpoint 17 of 11aa", Assert.Single(json.GetProperty("notices").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task A_definition_that_is_refused_is_bad_input()
    {
        await using var manager = await ManagerAsync();
        manager.Refuse("Submit", StatusCode.InvalidArgument, "WordCountJob: --input is missing; give it");
        var run = await CliRun.OfAsync(manager, "submit", _file.Path);
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.EndsWith("\nerror: WordCountJob: --input is missing; give it\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_prints_the_graph_for_people_or_for_graphviz()
    {
        await using var manager = await ManagerAsync();
        manager.On<ExplainJobRequest>("Explain", _ => new ExplainJobResponse
        {
            Text = "lines -> counts\n",
            Dot = "digraph {}\n",
            Slots = 4,
            Operators = { new Operator { Id = "lines", Name = "lines", Kind = "source", Parallelism = 4, HasUid = true } },
        });
        Assert.Equal("lines -> counts\n", (await CliRun.OfAsync(manager, "explain", _file.Path, "--parallelism", "4", "--", "--input", "DIR")).Output);
        Assert.Equal(new SubmitJobRequest { Artifact = Stored(manager), Parallelism = 4, Arguments = { "--input", "DIR" } }, manager.Request<ExplainJobRequest>().Job);
        Assert.Equal("digraph {}\n", (await CliRun.OfAsync(manager, "explain", _file.Path, "dot")).Output);
        Assert.Equal(
            """{"slots":4,"operators":[{"id":"lines","name":"lines","kind":"source","parallelism":4,"hasUid":true}],"text":"lines -\u003E counts\n","dot":"digraph {}\n"}""",
            (await CliRun.OfAsync(manager, "explain", _file.Path, "--json")).Output.Trim());
    }

    public void Dispose() => _file.Dispose();

    private static string Stored(FakeServer manager) => manager.Calls.Select(c => c.Request).OfType<FindArtifactRequest>().First().Hash;

    private static async Task<FakeServer> ManagerAsync(params string[] notices) => (await FakeServer.StartAsync())
        .On<FindArtifactRequest>("Find", _ => new FindArtifactResponse { Found = true })
        .On<SubmitJobRequest>("Submit", _ => new SubmitJobResponse { Job = Samples.Running(job => job.State = Job.Types.State.Created), Notices = { notices } });
}
