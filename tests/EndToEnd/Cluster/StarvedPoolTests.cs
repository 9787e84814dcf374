namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>A job whose code blocks all thread-pool threads of the process that runs it.</summary>
public sealed class StarvedPoolTests
{
    [Fact]
    public async Task The_process_does_not_fall_silent_and_the_job_comes_to_its_end()
    {
        // By itself the pool would add a thread or two a second, and stay silent for minutes; on a busy machine 300 threads take seconds to start.
        await using var cluster = await ClusterProcesses.StartAsync(new Dictionary<string, string> { ["MILLRACE_HeartbeatTimeout"] = "00:00:10" }, ("a", 1));
        var lines = cluster.Folder["lines"];
        await File.WriteAllLinesAsync(lines, ["one", "starve", "two"], TestContext.Current.CancellationToken);
        var run = await cluster.RunJson(
            "submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--wait", "--", "--input", lines, "--output", cluster.Folder["copied"]);
        Assert.Equal("finished", run.Json.GetProperty("state").GetString());
        var job = await cluster.Get(run.Json.GetProperty("id").GetString()!);
        Assert.Equal(0, job.Restarts);
        await cluster.TaskManager("a").WaitForError("The thread pool is starved");
        // Threads that are still blocked do not keep the next job from running there.
        var next = await cluster.RunJson("submit", BuiltAssembly.WordCount, "--parallelism", "1", "--wait", "--", "--output", cluster.Folder["next"]);
        Assert.Equal("finished", next.Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_process_whose_pool_stays_blocked_at_its_limit_leaves_and_says_so()
    {
        await using var cluster = await ClusterProcesses.StartAsync(new Dictionary<string, string> { ["MILLRACE_PoolThreadLimit"] = "100" }, ("a", 1));
        var lines = cluster.Folder["lines"];
        await File.WriteAllLinesAsync(lines, ["one", "starve", "two"], TestContext.Current.CancellationToken);
        await cluster.RunJson("submit", BuiltAssembly.In("tests/StubbornJob", "StubbornJob"), "--parallelism", "1", "--", "--input", lines, "--output", cluster.Folder["copied"]);
        // 134 where what an exit waits for needs the pool.
        Assert.Contains(await cluster.TaskManager("a").End, new[] { 1, 134 });
        Assert.Contains("blocks all threads of the pool, which has reached its limit of 100", cluster.TaskManager("a").Error, StringComparison.Ordinal);
    }
}
