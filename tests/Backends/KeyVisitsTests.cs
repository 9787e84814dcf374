using Millrace.Runtime.State;
using Millrace.Testing;

namespace Millrace.Backends.Tests;

/// <summary>Broadcast records that visit keys, over two task managers and on either state backend.</summary>
public sealed class KeyVisitsTests
{
    private const int Keys = 600;
    private static readonly int[] s_bonuses = [10, 200, 3000, 40_000];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Each_record_visits_each_key_once_through_crashes_rescales_and_a_savepoint(int seed, bool isSorted)
    {
        IKeyedStateBackendFactory? backend = isSorted ? new SortedStateBackendFactory() : null;
        using var job = new JobHarness(() => new BonusJob(), new JobHarnessOptions { Seed = seed, CheckpointInterval = TimeSpan.FromMilliseconds(10), StateBackend = backend });
        var (numbers, bonuses) = (new TestSource<int>(splits: 2), new TestSource<int>());
        job.ReplaceSource("numbers", numbers);
        job.ReplaceSource("bonuses", bonuses);
        var seen = job.ReplaceSink<(int Key, int Bonus, long Total)>("out");
        numbers.PushAll(Enumerable.Range(0, Keys));
        job.CompleteCheckpoint();
        var changes = new Action[] { job.Crash, () => job.Rescale(5), () => job.Restore(job.TakeSavepoint(), parallelism: 3), job.Crash };
        foreach (var (bonus, change) in s_bonuses.Zip(changes))
        {
            bonuses.Push(bonus);
            job.RunFor(TimeSpan.FromMilliseconds(seed));
            change();
        }

        numbers.End();
        bonuses.End();
        job.RunToEnd();
        var visits = s_bonuses.SelectMany((bonus, at) => Enumerable.Range(0, Keys).Select(key => (key, bonus, (long)key + s_bonuses[..(at + 1)].Sum())));
        var ends = Enumerable.Range(0, Keys).Select(key => (key, 0, (long)key + s_bonuses.Sum()));
        Assert.Equal(visits.Concat(ends).Order(), seen.Visible.Order());
    }

    private sealed class BonusJob : IStreamJob
    {
        public void Define(StreamEnvironment env, JobArguments args)
        {
            var bonuses = env.FromSource(TestSource.Of<int>()).Uid("bonuses");
            env.FromSource(TestSource.Of<int>()).Uid("numbers").KeyBy(n => n).Connect(bonuses.Broadcast()).Process(new Bonuses()).Uid("totals")
                .SinkTo(new TestSink<(int Key, int Bonus, long Total)>()).Uid("out");
        }
    }

    /// <summary>Adds each bonus to all totals, and emits each total then and at the end.</summary>
    private sealed class Bonuses : KeyedBroadcastProcessFunction<int, int, int, (int Key, int Bonus, long Total)>
    {
        private readonly MapState<int, long> _totals = new("totals");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int Key, int Bonus, long Total)> output)
        {
            _totals.Put(0, value);
            context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
        }

        public override void ProcessBroadcast(
            int value, KeyedBroadcastContext<int, (int Key, int Bonus, long Total)> context, ICollector<(int Key, int Bonus, long Total)> output) =>
            context.VisitKeys(_totals, (key, output) =>
            {
                _totals.TryGet(0, out var total);
                _totals.Put(0, total + value);
                output.Collect((key.Key, value, total + value));
            });

        public override void OnTimer(OnTimerContext<int> context, ICollector<(int Key, int Bonus, long Total)> output)
        {
            if (_totals.TryGet(0, out var total)) output.Collect((context.Key, 0, total));
            _totals.Clear();
        }
    }
}
