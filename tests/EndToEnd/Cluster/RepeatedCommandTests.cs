using System.Text.Json;
using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>
/// The leader of two job managers is killed while a command is carried out, at a moment that differs from run to run: the command finds the next leader, has
/// an answer, and has done what it says once.
/// </summary>
public sealed class RepeatedCommandTests
{
    // File events in the storage from the start of a command to its end are about as many.
    private const int Steps = 40;

    private readonly Random _random;

    public RepeatedCommandTests()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        _random = new Random(seed);
    }

    [Theory]
    [InlineData("savepoint")]
    [InlineData("rescale", "--parallelism", "3")]
    public async Task The_job_runs_on_and_its_results_are_exact(string command, params string[] options)
    {
        await using var cluster = await ElectingJobManagers.StartAsync(2, 2, 2);
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.SubmitAsync(["--parallelism", "2", "--checkpoint-interval", "100ms"], rate: 20);
        var before = await cluster.CheckpointAsync(job);
        var answer = await AnswerAsync(cluster, [command, job, .. options]);
        var after = await cluster.CheckpointAsync(job);
        if (command == "rescale")
        {
            Assert.Equal((3, before.Attempt + 1), (after.Parallelism, after.Attempt));
        }
        else
        {
            Assert.Equal(before.Attempt, after.Attempt);
            var savepoint = answer.GetProperty("savepoint").GetString()!;
            Assert.True(File.Exists(savepoint), savepoint);
            var listed = (await cluster.RunAsync(null, "checkpoints", "--json", job)).Json.GetProperty("checkpoints").EnumerateArray();
            Assert.Equal(savepoint, Assert.Single(listed, static c => c.GetProperty("kind").GetString() == "savepoint").GetProperty("path").GetString());
        }

        await cluster.AssertExactAsync(job);
    }

    [Theory]
    [InlineData("stopped")]
    [InlineData("finished", "--drain")]
    public async Task The_job_ends_with_what_the_answer_says(string state, params string[] options)
    {
        await using var cluster = await ElectingJobManagers.StartAsync(2, 2, 2);
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.SubmitAsync(["--parallelism", "4", "--checkpoint-interval", "100ms"], rate: 20);
        await cluster.CheckpointAsync(job);
        var answer = await AnswerAsync(cluster, ["stop", job, .. options]);
        Assert.Equal(state, answer.GetProperty("state").GetString());
        var told = (await cluster.RunAsync(null, "status", "--json", job)).Json;
        Assert.Equal((state, answer.GetProperty("savepoint").GetString()), (told.GetProperty("state").GetString(), told.GetProperty("savepoint").GetString()));
        RunningCounts.Check(cluster.Folder.Output);
        if (state == "stopped") await cluster.AssertRestExactAsync(job);
    }

    [Fact]
    public async Task A_job_is_submitted_once()
    {
        await using var cluster = await ElectingJobManagers.StartAsync(2, 2, 2);
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var answer = await AnswerAsync(cluster, ["submit", .. cluster.Submission(["--parallelism", "4"], rate: 20)]);
        var job = answer.GetProperty("id").GetString()!;
        var listed = (await cluster.RunAsync(null, "list", "--json")).Json.GetProperty("jobs");
        Assert.Equal(job, Assert.Single(listed.EnumerateArray()).GetProperty("id").GetString());
        await cluster.CheckpointAsync(job);
        await cluster.AssertExactAsync(job);
    }

    /// <summary>Runs a command, kills the leader meanwhile, and returns its answer.</summary>
    private async Task<JsonElement> AnswerAsync(ElectingJobManagers cluster, string[] command)
    {
        var leader = await cluster.LeaderAsync();
        using var step = new FolderEvents(cluster.Folder["storage"], _random.Next(1, Steps));
        var run = cluster.RunAsync(null, [.. command[..1], "--json", .. command[1..]]);
        await Task.WhenAny(step.Reached, run);
        leader.Run.Kill();
        var (code, output, error) = await run;
        Assert.True(code == 0, $"{output}{error}\n{cluster.Log}");
        return (await run).Json;
    }
}
