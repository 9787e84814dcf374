using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

[assembly: Millrace.Tests.HangWatch]

namespace Millrace.Tests;

/// <summary>
/// Terminates a test program that hangs, and reports which tests were running. It does so when one test has run for longer than the limit, or
/// when no test has started or ended for that long (a fixture hangs). MILLRACE_TEST_LIMIT sets the limit in seconds; the default is 600.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class HangWatchAttribute : BeforeAfterTestAttribute
{
    private const int ExitCode = 3;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(
        double.Parse(Environment.GetEnvironmentVariable("MILLRACE_TEST_LIMIT") ?? "600", CultureInfo.InvariantCulture));

    private static readonly ConcurrentDictionary<string, (string Name, long Since)> s_running = new(StringComparer.Ordinal);
    private static long _lastEvent = Stopwatch.GetTimestamp();

    // A dedicated thread: the thread pool may be what hangs.
    static HangWatchAttribute() => new Thread(Watch) { IsBackground = true, Name = "hang watch" }.Start();

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        s_running[test.UniqueID] = (test.TestDisplayName, Stopwatch.GetTimestamp());
        _lastEvent = Stopwatch.GetTimestamp();
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        s_running.TryRemove(test.UniqueID, out _);
        _lastEvent = Stopwatch.GetTimestamp();
    }

    private static void Watch()
    {
        while (true)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            var running = s_running.Values.OrderBy(static t => t.Since).ToList();
            if (Stopwatch.GetElapsedTime(running.Select(static t => t.Since).Append(_lastEvent).Min()) < s_limit) continue;
            Console.Error.WriteLine($"error: the tests hang: one has run for {s_limit.TotalSeconds:0} s, or none has begun or ended for so long. Still running:");
            foreach (var (name, since) in running) Console.Error.WriteLine($"  {name} (for {Stopwatch.GetElapsedTime(since).TotalSeconds:0} s)");
            Console.Error.Flush();

            // Exit handlers may hang as well.
            new Thread(static () => Environment.Exit(ExitCode)) { IsBackground = true }.Start();
            Thread.Sleep(TimeSpan.FromSeconds(10));
            Environment.FailFast("The tests hang.");
        }
    }
}
