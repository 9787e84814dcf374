using Microsoft.Extensions.Time.Testing;
using Millrace.Hosting.Hosts;

namespace Millrace.Hosting.Tests.Hosts;

public sealed class EffectThreadsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly SemaphoreSlim _begun = new(0);
    private readonly ManualResetEventSlim _release = new();
    private readonly SemaphoreSlim _ended = new(0);
    private int _atOnce;
    private int _mostAtOnce;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>They used to run on the thread pool: 64 of 3 s delayed a timer of 250 ms by a second, and heartbeats are such timers.</summary>
    [Fact]
    public async Task Effects_that_block_hold_up_no_timer_because_they_have_threads_of_their_own()
    {
        var host = new ThreadHost(static (_, e) => throw e);
        var onPool = 0;
        for (var i = 0; i < 64; i++)
        {
            host.Run(() =>
            {
                if (Thread.CurrentThread.IsThreadPoolThread) Interlocked.Increment(ref onPool);
                Block();
                return Task.CompletedTask;
            });
        }

        for (var i = 0; i < 32; i++) await _begun.WaitAsync(Cancelled);
        await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, Cancelled);
        Assert.Equal(0, _ended.CurrentCount);
        await EndAll(64);
        Assert.Equal(0, onPool);
        Assert.Equal(32, _mostAtOnce);
    }

    [Fact]
    public async Task So_many_run_at_once_and_the_others_in_their_order()
    {
        var threads = new EffectThreads(1, _time);
        var order = new List<int>();
        threads.Run(Block);
        for (var i = 0; i < 10; i++)
        {
            var number = i;
            threads.Run(() =>
            {
                order.Add(number);
                _ended.Release();
            });
        }

        await EndAll(11);
        Assert.Equal(Enumerable.Range(0, 10), order);
    }

    [Fact]
    public async Task An_effect_that_never_ends_holds_up_the_others_only_for_a_while()
    {
        var threads = new EffectThreads(1, _time);
        threads.Run(Block);
        await _begun.WaitAsync(Cancelled);
        threads.Run(() => _ended.Release());
        _time.Advance(EffectThreads.Patience - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _ended.CurrentCount);
        // Although nothing else is requested.
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await _ended.WaitAsync(Cancelled);
        threads.Run(() => _ended.Release());
        await _ended.WaitAsync(Cancelled);
        await EndAll(1);
    }

    [Fact]
    public async Task A_thread_without_anything_to_do_leaves_and_another_comes_when_there_is()
    {
        var threads = new EffectThreads(2, _time, rest: TimeSpan.Zero);
        for (var i = 0; i < 1_000; i++)
        {
            threads.Run(() => _ended.Release());
            await _ended.WaitAsync(Cancelled);
        }

        Thread? first = null;
        threads.Run(() =>
        {
            first = Thread.CurrentThread;
            _ended.Release();
        });
        await _ended.WaitAsync(Cancelled);
        first!.Join();
    }

    private void Block()
    {
        var now = Interlocked.Increment(ref _atOnce);
        int most;
        while (now > (most = Volatile.Read(ref _mostAtOnce))) Interlocked.CompareExchange(ref _mostAtOnce, now, most);
        _begun.Release();
        _release.Wait(Cancelled);
        Interlocked.Decrement(ref _atOnce);
        _ended.Release();
    }

    private async Task EndAll(int count)
    {
        _release.Set();
        for (var i = 0; i < count; i++) await _ended.WaitAsync(Cancelled);
    }
}
