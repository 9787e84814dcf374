using Millrace.Core.Jobs;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Simulation.Tests;

/// <summary>Jobs under seeds, with crashes and rescales. One seed: <c>MILLRACE_SEED=17 dotnet run --project tests/Simulation</c>.</summary>
public sealed class ExactlyOnceTests
{
    private const int Numbers = 400;
    private const int Keys = 23;

    [Fact]
    public void Running_counts_are_exact_whatever_crashes_and_at_any_parallelism()
    {
        var crashes = 0;
        foreach (var seed in Seeds(600))
        {
            var world = new OutsideWorld<(int, long)>();
            var run = new SimulatedRun(seed, () => new CountJob(world), maxParallelism: 17);
            var result = Guard(seed, run.Execute);
            Assert.True(result.State == JobState.Finished, Replay(seed, $"ended as {result.State}: {result.Failure}"));
            foreach (var key in Enumerable.Range(0, Keys))
            {
                var expected = Enumerable.Range(1, ((Numbers - 1 - key) / Keys) + 1).Select(i => (long)i);
                var counts = world.Visible.Where(v => v.Item1 == key).Select(v => v.Item2).Order();
                Assert.True(expected.SequenceEqual(counts), Replay(seed, $"key {key} has the counts {string.Join(' ', counts)}"));
            }

            crashes += run.Crashes;
        }

        Assert.True(crashes > 0);
    }

    [Fact]
    public void Timers_fire_once_for_every_key_and_time()
    {
        foreach (var seed in Seeds(400))
        {
            var world = new OutsideWorld<(int Key, long Window, int Sum)>();
            var run = new SimulatedRun(seed, () => new TimerJob(world), maxParallelism: 12);
            var result = Guard(seed, run.Execute);
            Assert.True(result.State == JobState.Finished, Replay(seed, $"ended as {result.State}: {result.Failure}"));
            var expected = Enumerable.Range(0, Numbers).GroupBy(n => (Key: n % 5, Window: n / 50)).Select(g => (g.Key.Key, (long)g.Key.Window, g.Sum())).Order();
            Assert.True(expected.SequenceEqual(world.Visible.Order()), Replay(seed, $"has {string.Join(' ', world.Visible.Order())}"));
        }
    }

    [Fact]
    public void Two_runs_of_one_seed_are_the_same()
    {
        foreach (var seed in Seeds(10))
        {
            var hashes = Enumerable.Range(0, 2).Select(_ =>
            {
                var run = new SimulatedRun(seed, () => new CountJob(new OutsideWorld<(int, long)>()), maxParallelism: 17);
                run.Execute();
                return run.EventHash;
            }).ToList();
            Assert.Equal(hashes[0], hashes[1]);
        }
    }

    private static IEnumerable<int> Seeds(int count) =>
        Environment.GetEnvironmentVariable("MILLRACE_SEED") is { } one ? [int.Parse(one)] : Enumerable.Range(1, count);

    private static T Guard<T>(int seed, Func<T> run)
    {
        try
        {
            return run();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(Replay(seed, e.Message), e);
        }
    }

    private static string Replay(int seed, string what) => $"Seed {seed}: {what}. Replay: MILLRACE_SEED={seed} dotnet run --project tests/Simulation";

    private sealed class CountJob(OutsideWorld<(int, long)> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => env
            .FromSource(new NumberSource(Numbers, splits: 7)).Uid("numbers")
            .Map(n => n % Keys)
            .KeyBy(key => key)
            .Count().Uid("count")
            .SinkTo(new OutsideSink<(int, long)>(world)).Uid("out");
    }

    private sealed class TimerJob(OutsideWorld<(int, long, int)> world) : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args) => env
            .FromSource(new NumberSource(Numbers, splits: 3), WatermarkStrategy.Ascending<int>().WithTimestamps(n => (long)n)).Uid("numbers")
            .Rebalance()
            .Map(n => n)
            .KeyBy(n => n % 5)
            .Process(new SumPerWindow()).Uid("sum")
            .SinkTo(new OutsideSink<(int, long, int)>(world)).Uid("out");
    }

    private sealed class SumPerWindow : KeyedProcessFunction<int, int, (int, long, int)>
    {
        private readonly MapState<long, int> _sums = new("sums");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, long, int)> output)
        {
            var window = context.Timestamp / 50;
            _sums.TryGet(window, out var sum);
            _sums.Put(window, sum + value);
            context.Timers.RegisterEventTimeTimer((window * 50) + 49);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<(int, long, int)> output)
        {
            var window = context.Timestamp / 50;
            if (!_sums.TryGet(window, out var sum)) throw new InvalidOperationException($"A timer of window {window} fired twice.");
            _sums.Remove(window);
            output.Collect((context.Key, window, sum));
        }
    }
}
