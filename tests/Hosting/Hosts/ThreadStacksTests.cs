using Millrace.Hosting.Hosts;

namespace Millrace.Hosting.Tests.Hosts;

public sealed class ThreadStacksTests
{
    [Fact]
    public void A_thread_that_does_not_return_is_found_with_its_methods()
    {
        using var began = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var activity = new ThreadActivity("blocked", () => Block(began, end), static _ => { }, ThreadStacks.Of);
        activity.Wake();
        began.Wait(TestContext.Current.CancellationToken);
        var stack = activity.Stack;
        end.Set();
        activity.Stop(static () => { });
        Assert.Contains(nameof(Block), stack, StringComparison.Ordinal);
        Assert.StartsWith("   at ", stack, StringComparison.Ordinal);
    }

    private static bool Block(ManualResetEventSlim began, ManualResetEventSlim end)
    {
        began.Set();
        end.Wait();
        return false;
    }
}
