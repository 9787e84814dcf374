using Millrace.Hosting.Hosts;

namespace Millrace.Hosting.Tests.Hosts;

public sealed class DedicatedThreadSchedulerTests
{
    private readonly DedicatedThreadScheduler _scheduler = new("its own");

    [Fact]
    public async Task Tasks_run_in_order_on_one_thread_of_its_own()
    {
        var ran = new List<(int Number, int Thread, string? Name)>();
        var tasks = Enumerable.Range(0, 100).Select(i => Start(() => ran.Add((i, Environment.CurrentManagedThreadId, Thread.CurrentThread.Name)))).ToArray();
        await Task.WhenAll(tasks);
        _scheduler.Complete();
        Assert.Equal(Enumerable.Range(0, 100), ran.Select(r => r.Number));
        var (_, thread, name) = Assert.Single(ran.Select(r => (0, r.Thread, r.Name)).Distinct());
        Assert.Equal("its own", name);
        Assert.NotEqual(Environment.CurrentManagedThreadId, thread);
    }

    [Fact]
    public async Task What_is_queued_runs_before_the_thread_ends()
    {
        using var gate = new ManualResetEventSlim();
        var first = Start(gate.Wait);
        var second = Start(() => { });
        _scheduler.Complete();
        gate.Set();
        await Task.WhenAll(first, second);
    }

    [Fact]
    public void A_task_that_comes_after_the_end_is_refused()
    {
        _scheduler.Complete();
        var task = new Task(() => { });
        Assert.Throws<TaskSchedulerException>(StartLate);

        void StartLate() => task.Start(_scheduler);
    }

    [Fact]
    public async Task A_blocked_thread_holds_up_no_other()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = Start(gate.Wait);
        var other = new DedicatedThreadScheduler("other");
        await Task.Factory.StartNew(gate.Set, TestContext.Current.CancellationToken, TaskCreationOptions.None, other);
        await blocked;
    }

    private Task Start(Action action) => Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.None, _scheduler);
}
