using Microsoft.Extensions.DependencyInjection;
using Millrace.Core.Hosts;
using Millrace.TaskManager.Composition;
using Millrace.TaskManager.Exchange;

namespace Millrace.Processes.Tests;

/// <summary>Settings arrive in the parts of a process.</summary>
public sealed class SettingsTests
{
    [Fact]
    public async Task Those_of_a_task_manager_arrive_in_its_tasks_its_exchange_and_its_effects()
    {
        await using var jobManager = await JobManagerFixture.Start();
        await using var taskManager = await TaskManagerFixture.Start(
            jobManager.Grpc, ("BatchSize", "17"), ("SilenceLimit", "00:00:40"), ("Snapshot:Chunks", "5"), ("Exchange:Window", "11"), ("EffectThreads", "1"));
        var tasks = taskManager.Services.GetRequiredService<TaskManagerContext>().Options;
        Assert.Equal((17, TimeSpan.FromSeconds(40), 5), (tasks.BatchSize, tasks.SilenceLimit, tasks.Snapshots.Chunks));
        Assert.Equal(11, taskManager.Services.GetRequiredService<DataExchange>().Options.Window);
        Assert.Equal(1, await MostAtOnce(taskManager.Services));
    }

    [Fact]
    public async Task The_number_of_effects_arrives_in_a_job_manager()
    {
        await using var jobManager = await JobManagerFixture.Start(("EffectThreads", "1"));
        Assert.Equal(1, await MostAtOnce(jobManager.Services));
    }

    private static async Task<int> MostAtOnce(IServiceProvider services)
    {
        var (atOnce, most, left) = (0, 0, 100);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        for (var i = 0; i < 100; i++)
        {
            services.GetRequiredService<IActivityHost>().Run(() =>
            {
                var now = Interlocked.Increment(ref atOnce);
                InterlockedMax(ref most, now);
                Thread.SpinWait(10_000);
                Interlocked.Decrement(ref atOnce);
                if (Interlocked.Decrement(ref left) == 0) end.SetResult();
                return Task.CompletedTask;
            });
        }

        await end.Task.WaitAsync(TestContext.Current.CancellationToken);
        return most;
    }

    private static void InterlockedMax(ref int most, int now)
    {
        int seen;
        while (now > (seen = Volatile.Read(ref most))) Interlocked.CompareExchange(ref most, now, seen);
    }
}
