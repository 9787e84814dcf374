using Grpc.Core;
using Millrace.Cli.Tests.Fakes;
using Millrace.Hosting.Protocol;

namespace Millrace.Cli.Tests.Commands;

/// <summary><c>submit --wait</c>.</summary>
public sealed class SubmitWaitTests : IDisposable
{
    private readonly TemporaryFile _file = TemporaryFile.Archive(1000);

    [Theory]
    [InlineData(Job.Types.State.Finished, 0, "WordCount (3f2a9c01) has finished after 2m 00s; last checkpoint 17\n")]
    [InlineData(Job.Types.State.Stopped, 0, "WordCount (3f2a9c01) was stopped after 2m 00s; last checkpoint 17\n")]
    [InlineData(Job.Types.State.Failed, 1, "WordCount (3f2a9c01) has failed after 2m 00s; last checkpoint 17\n")]
    [InlineData(Job.Types.State.Cancelled, 3, "WordCount (3f2a9c01) was cancelled after 2m 00s; last checkpoint 17\n")]
    public async Task The_exit_code_says_how_it_ended(Job.Types.State end, int code, string text)
    {
        await using var manager = await ManagerAsync(() => [InState(Job.Types.State.Created), InState(Job.Types.State.Running), InState(end)]);
        var run = await CliRun.OfAsync(manager, "submit", _file.Path, "--wait");
        Assert.Equal((code, $"submitted WordCount (3f2a9c01)\n{text}"), (run.Code, run.Output));
        Assert.Equal(Samples.Id, manager.Request<GetJobRequest>().Job);
        var json = await CliRun.OfAsync(manager, "submit", _file.Path, "--wait", "--json");
        Assert.Equal(code, json.Code);
        Assert.Contains($"\"state\":\"{end.ToString().ToLowerInvariant()}\"", Assert.Single(json.Output.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meanwhile_it_is_said_how_it_goes()
    {
        await using var manager = await ManagerAsync(() =>
        [
            Samples.Running(job => (job.State, job.WaitingFor, job.LatestCheckpoint, job.Restarts) = (Job.Types.State.Waiting, "2 more slots", 0, 0)),
            InState(Job.Types.State.Running), InState(Job.Types.State.Finished),
        ]);
        var run = await CliRun.OfAsync(manager, "submit", _file.Path, "--wait");
        Assert.EndsWith(
            """
            waiting: parallelism 4, last checkpoint none, waits for 2 more slots
            running: parallelism 4, last checkpoint 17, 1 restart
            finished: parallelism 4, last checkpoint 17, 1 restart

            """,
            run.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_said()
    {
        await using var manager = await ManagerAsync(() => [Samples.Running(job => (job.State, job.Failure) = (Job.Types.State.Failed, Samples.Failure()))]);
        var run = await CliRun.OfAsync(manager, "submit", _file.Path, "--wait");
        Assert.EndsWith("error: user failure in counts at record 7: no such word\n'millrace exceptions 3f2a9c01' shows more\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_manager_that_comes_back_is_asked_again()
    {
        var asked = 0;
        await using var manager = await ManagerAsync(() => ++asked switch
        {
            1 => [InState(Job.Types.State.Running)],
            2 => throw new RpcException(new Status(StatusCode.Unavailable, "starting")),
            _ => [InState(Job.Types.State.Finished)],
        });
        var run = await CliRun.OfAsync(manager, "submit", _file.Path, "--wait");
        Assert.Equal((0, 3), (run.Code, asked));
        Assert.Contains("the job manager is unreachable; retrying\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_manager_that_stays_away_is_given_up()
    {
        await using var manager = await ManagerAsync(() => throw new RpcException(new Status(StatusCode.Unavailable, "starting")));
        var time = new VirtualTime();
        var begun = time.GetUtcNow();
        var run = await CliRun.OfAsync(manager, new CliRunOptions { Time = time }, "submit", _file.Path, "--wait");
        Assert.Equal((1, TimeSpan.FromMinutes(2)), (run.Code, time.GetUtcNow() - begun));
        Assert.EndsWith("error: starting\n", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_that_is_not_known_any_more_is_not_waited_for()
    {
        await using var manager = await ManagerAsync(() => throw new RpcException(new Status(StatusCode.NotFound, "there is no job 3f2a9c01")));
        Assert.Equal(2, (await CliRun.OfAsync(manager, "submit", _file.Path, "--wait")).Code);
    }

    [Fact]
    public async Task An_interruption_leaves_the_job_running()
    {
        using var interruption = new CancellationTokenSource();
        await using var manager = await ManagerAsync(Endless);
        var run = await CliRun.OfAsync(manager, new CliRunOptions { Interrupted = interruption.Token }, "submit", _file.Path, "--wait");
        Assert.Equal(130, run.Code);
        Assert.EndsWith("interrupted: WordCount keeps running. 'millrace status 3f2a9c01' shows it, 'millrace cancel 3f2a9c01' ends it.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(manager.Calls, c => c.Method == "Cancel");

        IEnumerable<Job?> Endless()
        {
            yield return InState(Job.Types.State.Running);
            interruption.Cancel();
            yield return null;
        }
    }

    public void Dispose() => _file.Dispose();

    private static Job InState(Job.Types.State state) => Samples.Running(job => job.State = state);

    private static async Task<FakeServer> ManagerAsync(Func<IEnumerable<Job?>> watch) => (await FakeServer.StartAsync())
        .On<FindArtifactRequest>("Find", _ => new FindArtifactResponse { Found = true })
        .On<SubmitJobRequest>("Submit", _ => new SubmitJobResponse { Job = InState(Job.Types.State.Created) })
        .On<GetJobRequest>("Watch", _ => watch());
}
