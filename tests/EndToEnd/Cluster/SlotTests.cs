using Millrace.EndToEnd.Tests.Processes;
using Millrace.Hosting.Protocol;

namespace Millrace.EndToEnd.Tests.Cluster;

/// <summary>A job that needs more slots than there are.</summary>
public sealed class SlotTests
{
    [Fact]
    public async Task A_job_waits_for_its_slots_and_starts_when_a_task_manager_joins()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 1));
        cluster.Folder.WriteInput(lines: 300, files: 2);
        var job = await cluster.Submit(["--parallelism", "3"], rate: 0);
        var waiting = await cluster.WaitFor(job, state => state.State == Job.Types.State.Waiting);
        Assert.Contains("3", waiting.WaitingFor, StringComparison.Ordinal);
        Assert.Empty(waiting.TaskManagers);

        await cluster.StartTaskManager("b", 2);
        await cluster.WaitFor(job, state => state.State == Job.Types.State.Finished);
        Assert.Equal(RunningCounts.OfInput(cluster.Folder), RunningCounts.Check(cluster.Folder.Output));
    }

    [Fact]
    public async Task A_job_that_may_runs_with_fewer_slots_and_takes_the_others_when_they_return()
    {
        await using var cluster = await ClusterProcesses.StartAsync(("a", 2), ("b", 2));
        cluster.Folder.WriteInput(lines: 4000, files: 4);
        var job = await cluster.Submit(["--parallelism", "4", "--min-slots", "1"], rate: 5);
        var whole = await cluster.WaitForRunning(job);
        Assert.Equal(4, whole.Parallelism);

        await cluster.KillTaskManager("b");
        var smaller = await cluster.WaitForRunning(job, whole.Attempt);
        Assert.Equal((2, 4), (smaller.Parallelism, smaller.RequestedParallelism));

        await cluster.StartTaskManager("b");
        await cluster.WaitFor(job, state => state.State == Job.Types.State.Running && state.Parallelism == 4);
        Assert.Equal("cancelled", (await cluster.RunJson("cancel", job)).Json.GetProperty("state").GetString());
        RunningCounts.Check(cluster.Folder.Output);
    }
}
