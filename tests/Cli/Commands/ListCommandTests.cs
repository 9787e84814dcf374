using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

public sealed class ListCommandTests
{
    [Fact]
    public async Task Jobs_are_in_a_line_each()
    {
        await using var manager = await ManagerAsync(
            Samples.Running(),
            new Job { Id = "11", Name = "Edits", State = Job.Types.State.Waiting, Parallelism = 2, RequestedParallelism = 8, Started = Samples.At(11, 59, 30) },
            Samples.Running(job => (job.Id, job.State, job.Ended) = ("22", Job.Types.State.Finished, Samples.At(11, 59))));
        Assert.Equal(
            """
            ID        NAME       STATE     PARALLELISM  RESTARTS  CHECKPOINT  STARTED              RUNS FOR
            3f2a9c01  WordCount  running             4         1          17  2026-03-01 11:58:00    2m 00s
            11        Edits      waiting        2 of 8         0           -  2026-03-01 11:59:30    30.0 s
            22        WordCount  finished            4         1          17  2026-03-01 11:58:00    1m 00s

            """,
            (await CliRun.OfAsync(manager, "list")).Output);
    }

    [Fact]
    public async Task Lines_fit_the_terminal()
    {
        await using var manager = await ManagerAsync(Samples.Running(job => job.Name = new string('n', 200)));
        var run = await CliRun.OfAsync(manager, new CliRunOptions { Width = 100 }, "list");
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("nnn…", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_jobs_it_says_so()
    {
        await using var manager = await ManagerAsync();
        Assert.StartsWith("There are no jobs", (await CliRun.OfAsync(manager, "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_an_array_of_jobs()
    {
        await using var manager = await ManagerAsync(Samples.Running(), Samples.Running(job => job.Id = "22"));
        var jobs = (await CliRun.OfAsync(manager, "list", "--json")).Json().GetProperty("jobs");
        Assert.Equal([Samples.Id, "22"], jobs.EnumerateArray().Select(job => job.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Without_jobs_json_has_an_empty_array()
    {
        await using var manager = await ManagerAsync();
        Assert.Equal("""{"jobs":[]}""", (await CliRun.OfAsync(manager, "list", "--json")).Output.Trim());
    }

    private static async Task<FakeServer> ManagerAsync(params Job[] jobs) =>
        (await FakeServer.StartAsync()).On<ListJobsRequest>("List", _ => new ListJobsResponse { Jobs = { jobs } });
}
