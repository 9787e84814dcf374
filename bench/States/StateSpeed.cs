using System.Diagnostics;
using System.Globalization;
using Millrace.Bench.Measuring;

namespace Millrace.Bench.States;

/// <summary>
/// Read-modify-write of 5 million keys of 100 bytes in random order: a task of a job, which runs on one core, against a loop over a dictionary
/// of objects.
/// </summary>
internal static class StateSpeed
{
    private const int Keys = 5_000_000;
    private const int Updates = 15_000_000;
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(10);

    /// <summary>Runs both; false where the engine misses its target.</summary>
    public static bool Run(int rounds)
    {
        Console.WriteLine($"state: read-modify-write of {Keys:N0} keys of 100 bytes (target 1.50 M/s, below 2 % of the time in pauses of the collector)");
        var dictionary = Median("dictionary", Dictionary(rounds));
        var engine = Median("job", [.. Enumerable.Range(0, rounds).Select(static _ => Job())]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {engine.Rate / dictionary.Rate:F2} times the dictionary's speed"));
        Console.WriteLine();
        return engine is { Rate: >= 1.5e6, Pauses: < 0.02 };
    }

    private static Speed Job()
    {
        GC.Collect();
        var touches = new Touches();
        EngineRun.Execute(() => new TouchJob(new TouchSource(Keys, int.MaxValue, Measured, touches)), "--checkpoint-interval", "1h");
        return touches.Speed;
    }

    private static List<Speed> Dictionary(int rounds)
    {
        var state = new Dictionary<long, PayloadObject>();
        for (var i = 0L; i < Keys; i++) state[i] = new PayloadObject(new Payload { Count = i });
        var speeds = new List<Speed>();
        for (var round = 0; round < rounds; round++)
        {
            var (paused, begun) = (GC.GetTotalPauseDuration(), Stopwatch.GetTimestamp());
            Update(state);
            speeds.Add(Speed.Of(Updates, begun, paused));
        }

        return speeds;
    }

    private static void Update(Dictionary<long, PayloadObject> state)
    {
        var keys = new RandomKeys(Keys);
        for (var i = 0; i < Updates; i++)
        {
            var key = keys.Next();
            var value = state[key].Value;
            state[key] = new PayloadObject(value with { Count = value.Count + 1 });
        }
    }

    private static Speed Median(string what, IReadOnlyList<Speed> speeds)
    {
        var median = speeds.OrderBy(static s => s.Rate).ElementAt(speeds.Count / 2);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {what}: {median.Rate / 1e6:F2} M updates/s, {median.Pauses:P2} of the time in pauses (median of {speeds.Count})"));
        return median;
    }
}
