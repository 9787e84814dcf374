using Millrace.EndToEnd.Tests.Processes;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>Tasks that never return from a user's function, in separate processes.</summary>
public sealed class StuckTaskTests
{
    private static readonly Dictionary<string, string> s_quick = new() { ["MILLRACE_TaskEndLimit"] = "00:00:01" };

    [Fact]
    public async Task A_job_whose_tasks_do_not_end_is_cancelled_and_its_slots_stay_with_their_threads()
    {
        await using var cluster = await ClusterProcesses.StartAsync(s_quick, ("tm-0", 2), ("tm-1", 2));
        var id = await SubmitBlocked(cluster, "1");
        Assert.Equal(0, (await cluster.Run("cancel", id)).ExitCode);
        var described = await cluster.RunJson("cluster");
        Assert.Equal(3, described.Json.GetProperty("taskManagers").EnumerateArray().Sum(t => t.GetProperty("freeSlots").GetInt32()));
        // The log takes a separate path, and may arrive after the answer.
        await await Task.WhenAny(Each(cluster, static t => t.WaitForError("LinesJob.Copy")));
        Assert.Single(cluster.TaskManagers, id => cluster.TaskManager(id).Error.Contains("is given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_process_with_too_many_threads_that_do_not_return_leaves_and_says_so()
    {
        await using var cluster = await ClusterProcesses.StartAsync(s_quick, ("tm-0", 4));
        for (var i = 1; i <= 3; i++)
        {
            var id = await SubmitBlocked(cluster, $"{i}");
            Assert.Equal(0, (await cluster.Run("cancel", id)).ExitCode);
        }

        Assert.Equal(1, await cluster.TaskManager("tm-0").End);
        Assert.Contains("3 threads do not return from jobs' code", cluster.TaskManager("tm-0").Error, StringComparison.Ordinal);
        await cluster.StartTaskManager("tm-0");
    }

    [Fact]
    public async Task A_thread_that_a_job_has_left_does_not_keep_a_process_that_is_asked_to_stop()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("tm-0", 1));
        var lines = cluster.Folder["lines"];
        await File.WriteAllLinesAsync(lines, ["one", "foreground"], TestContext.Current.CancellationToken);
        var run = await cluster.RunJson(
            "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--wait", "--", "--input", lines, "--output", cluster.Folder["copied"]);
        Assert.Equal("finished", run.Json.GetProperty("state").GetString());
        cluster.TaskManager("tm-0").Terminate();
        Assert.Equal(0, await cluster.TaskManager("tm-0").End);
    }

    private static async Task<string> SubmitBlocked(ClusterProcesses cluster, string name)
    {
        var lines = cluster.Folder[$"lines-{name}"];
        await File.WriteAllLinesAsync(lines, ["one", "block", "two"], TestContext.Current.CancellationToken);
        var blocked = Task.WhenAny(Each(cluster, static t => t.WaitForErrorAgain("blocked")));
        var submitted = await cluster.RunJson(
            "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--name", name, "--", "--input", lines, "--output", cluster.Folder[$"out-{name}"]);
        var id = submitted.Json.GetProperty("id").GetString()!;
        await await blocked;
        return id;
    }

    private static List<Task> Each(ClusterProcesses cluster, Func<ProcessRun, Task> wait) => [.. cluster.TaskManagers.Select(id => wait(cluster.TaskManager(id)))];
}
