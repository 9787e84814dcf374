using Millrace.Hosting.Hosts;

namespace Millrace.Hosting.Tests.Hosts;

public sealed class ThreadActivityTests
{
    private readonly TaskCompletionSource<Exception> _defect = new();

    [Fact]
    public async Task A_step_is_repeated_while_it_returns_true_and_again_after_a_wake()
    {
        var steps = 0;
        var rested = new SemaphoreSlim(0);
        var activity = new ThreadActivity("steps", Step, _defect.SetResult);
        activity.Wake();
        await rested.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(3, steps);
        activity.Wake();
        await rested.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(6, steps);

        bool Step()
        {
            if (++steps % 3 > 0) return true;
            rested.Release();
            return false;
        }
    }

    /// <summary>It used to be called twice: a task reported its end twice, and the attempt seemed over while another task still ran.</summary>
    [Fact]
    public async Task The_end_comes_once_although_a_wake_came_with_it()
    {
        var steps = 0;
        var ends = 0;
        ThreadActivity? activity = null;
        activity = new ThreadActivity("ends", Step, _defect.SetResult);
        activity.Wake();
        await activity.Completion;
        activity.Wake();
        activity.Stop(() => ends++);
        Assert.Equal((1, 1), (steps, ends));

        bool Step()
        {
            steps++;
            activity!.Wake();
            activity.Stop(() => ends++);
            return true;
        }
    }

    /// <summary>It used to be swallowed, and the job hung without a message.</summary>
    [Fact]
    public async Task An_exception_that_a_step_lets_through_is_told()
    {
        var activity = new ThreadActivity("defect", () => throw new InvalidOperationException("a defect"), _defect.SetResult);
        activity.Wake();
        Assert.Equal("a defect", (await _defect.Task).Message);
    }

    /// <summary>It used to be lost, and an attempt waited for its task forever.</summary>
    [Fact]
    public async Task The_end_comes_also_after_a_step_that_threw_which_is_not_taken_again()
    {
        var steps = 0;
        var ended = new TaskCompletionSource();
        var activity = new ThreadActivity("defect", Step, _defect.SetResult);
        activity.Wake();
        await _defect.Task;
        activity.Wake();
        activity.Stop(ended.SetResult);
        await ended.Task;
        Assert.Equal(1, steps);

        bool Step()
        {
            steps++;
            throw new InvalidOperationException("a defect");
        }
    }

    /// <summary>The log of the dispatcher named the connection of whoever had first written to it.</summary>
    [Fact]
    public async Task What_is_around_whoever_wakes_it_or_runs_an_effect_is_not_around_the_step_and_the_effect()
    {
        var around = new AsyncLocal<string> { Value = "starts it" };
        var seen = new TaskCompletionSource<string?>();
        var activity = new ThreadActivity("steps", Step, _defect.SetResult);
        around.Value = "wakes it";
        activity.Wake();
        Assert.Null(await seen.Task);
        var effect = new TaskCompletionSource<string?>();
        new ThreadHost(_defect.SetResult).Run(() =>
        {
            effect.SetResult(around.Value);
            return Task.CompletedTask;
        });
        Assert.Null(await effect.Task);

        bool Step()
        {
            seen.SetResult(around.Value);
            return false;
        }
    }

    /// <summary>The thread used to be a task scheduler, on which the rest of an asynchronous method waited behind the step that waited for it.</summary>
    [Fact]
    public async Task A_step_may_wait_for_an_asynchronous_method()
    {
        var answer = new TaskCompletionSource<int>();
        var activity = new ThreadActivity("waits", Step, _defect.SetResult);
        activity.Wake();
        Assert.Equal(42, await answer.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));

        bool Step()
        {
            answer.SetResult(Ask().GetAwaiter().GetResult() + Task.CompletedTask.ContinueWith(static _ => 1, TaskContinuationOptions.None).Result);
            return false;
        }

        static async Task<int> Ask()
        {
            await Task.Yield();
            return 41;
        }
    }

    [Fact]
    public async Task A_blocked_one_holds_up_no_other_and_has_the_name_of_the_activity()
    {
        using var gate = new ManualResetEventSlim();
        var names = new List<string?>();
        var ended = new TaskCompletionSource();
        using var begun = new ManualResetEventSlim();
        var blocked = new ThreadActivity("blocked", () => Say(Wait), _defect.SetResult);
        blocked.Wake();
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
        new ThreadActivity("other", () => Say(gate.Set), _defect.SetResult).Wake();
        blocked.Stop(ended.SetResult);
        await ended.Task;
        Assert.Equal(["blocked", "other"], names.Order());

        void Wait()
        {
            begun.Set();
            gate.Wait();
        }

        bool Say(Action then)
        {
            lock (names) names.Add(Thread.CurrentThread.Name);
            then();
            return false;
        }
    }

    [Fact]
    public async Task An_exception_that_an_effect_lets_through_is_told()
    {
        new ThreadHost(_defect.SetResult).Run(() => throw new InvalidOperationException("a defect"));
        Assert.Equal("a defect", (await _defect.Task).Message);
    }
}
