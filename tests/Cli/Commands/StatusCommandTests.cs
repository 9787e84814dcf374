using System.Text.Json;
using Grpc.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

public sealed class StatusCommandTests
{
    [Fact]
    public async Task A_job_is_shown_with_its_operators()
    {
        await using var manager = await ManagerAsync(Samples.Running());
        Assert.Equal(
            $"""
            id             3f2a9c01
            name           WordCount
            state          running
            parallelism    4 (max 720)
            checkpoints    16 completed, newest: 17
            restarts       1 (attempt 2)
            started        2026-03-01 11:58:00
            runs for       2m 00s
            artifact       {Samples.Artifact}
            task managers  tm-1, tm-2

            OPERATOR       NAME     KIND     PARALLELISM
            lines          lines    source             4
            0a1b (no Uid)  flatMap  flatMap            4

            """,
            (await CliRun.OfAsync(manager, "status", "Word")).Output);
        Assert.Equal("Word", manager.Request<GetJobRequest>().Job);
    }

    [Fact]
    public async Task A_job_that_waits_says_for_what()
    {
        await using var manager = await ManagerAsync(Samples.Running(job => (job.State, job.WaitingFor, job.LatestCheckpoint) = (Job.Types.State.Waiting, "2 more slots", 0)));
        var run = await CliRun.OfAsync(manager, "status", "Word");
        Assert.Contains("state          waiting (for 2 more slots)\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("newest: none\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_job_left_out_is_named_where_there_is_any()
    {
        await using var manager = await ManagerAsync(Samples.Running(job => (job.LateRecords, job.SkippedRecords) = (1200, 1)));
        Assert.Contains("losses         1,200 late records dropped, 1 failed record skipped\n", (await CliRun.OfAsync(manager, "status", "Word")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_has_ended_says_when_and_why()
    {
        await using var manager = await ManagerAsync(Samples.Running(job =>
            (job.State, job.Ended, job.Failure, job.Savepoint) = (Job.Types.State.Failed, Samples.At(11, 59, 1), Samples.Failure(), "/data/savepoints/1")));
        var run = await CliRun.OfAsync(manager, "status", "Word");
        Assert.Equal(0, run.Code);
        Assert.Contains("ended          2026-03-01 11:59:01\nran for        1m 01s\nsavepoint      /data/savepoints/1\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("last failure   2026-03-01 11:59:00 user failure in counts at record 7: no such word\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("'millrace exceptions 3f2a9c01' shows more\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_all_of_it()
    {
        await using var manager = await ManagerAsync(Samples.Running(job => job.Failure = Samples.Failure()));
        Assert.Equal(
            """{"id":"3f2a9c01","name":"WordCount","state":"running","parallelism":4,"requestedParallelism":4,"maxParallelism":720,"restarts":1,"attempt":2"""
            + ""","latestCheckpoint":17,"checkpoints":16,"started":"2026-03-01T11:58:00Z","ended":null"""
            + ""","failure":{"time":"2026-03-01T11:59:00Z","attempt":1"""
            + ""","domain":"user","operator":"counts","message":"no such word","record":"record 7","details":"System.FormatException: no such word\n   at Words.Split()\n"},"waitingFor":null,"savepoint":null,"""
            + $"\"artifact\":\"{Samples.Artifact}\""
            + ""","operators":[{"id":"lines","name":"lines","kind":"source","parallelism":4,"hasUid":true},{"id":"0a1b","name":"flatMap","kind":"flatMap","parallelism":4,"hasUid":false}]"""
            + ""","taskManagers":["tm-1","tm-2"],"lateRecords":0,"skippedRecords":0,"droppedTimers":0}"""
            + "\n",
            (await CliRun.OfAsync(manager, "status", "Word", "--json")).Output);
    }

    [Theory]
    [InlineData(Job.Types.State.Created, "created")]
    [InlineData(Job.Types.State.Waiting, "waiting")]
    [InlineData(Job.Types.State.Running, "running")]
    [InlineData(Job.Types.State.Restarting, "restarting")]
    [InlineData(Job.Types.State.Stopping, "stopping")]
    [InlineData(Job.Types.State.Finished, "finished")]
    [InlineData(Job.Types.State.Stopped, "stopped")]
    [InlineData(Job.Types.State.Cancelled, "cancelled")]
    [InlineData(Job.Types.State.Failed, "failed")]
    public async Task States_are_in_lower_case(Job.Types.State state, string word)
    {
        await using var manager = await ManagerAsync(Samples.Running(job => job.State = state));
        Assert.Equal(word, (await CliRun.OfAsync(manager, "status", "Word", "--json")).Json().GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_job_that_says_little_is_shown_too()
    {
        await using var manager = await ManagerAsync(new Job { Id = "1", Name = "x", State = Job.Types.State.Created });
        Assert.Equal(0, (await CliRun.OfAsync(manager, "status", "1")).Code);
        Assert.Equal(JsonValueKind.Null, (await CliRun.OfAsync(manager, "status", "1", "--json")).Json().GetProperty("started").ValueKind);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_bad_input()
    {
        await using var manager = await FakeServer.StartAsync();
        manager.Refuse("Get", StatusCode.NotFound, "there is no job 'x'");
        (await CliRun.OfAsync(manager, "status", "x", "--json")).Refuses(2, "error: there is no job 'x'\n");
    }

    private static async Task<FakeServer> ManagerAsync(Job job) => (await FakeServer.StartAsync()).On<GetJobRequest>("Get", _ => job);
}
