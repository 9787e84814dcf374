using Millrace.Core.Jobs;
using Millrace.Hosting.Blobs;
using Millrace.Hosting.Checkpoints;
using Millrace.JobManager;
using Millrace.Local.Options;
using Millrace.Testing;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Local.Tests.Cluster;

/// <summary>A job stops with a checkpoint and resumes with a changed definition: none of its sums may be lost.</summary>
public sealed class SchemaEvolutionTests : IDisposable
{
    private const int Numbers = 4_000;
    private const int Keys = 7;

    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-evolution-").FullName;
    private readonly TestSink<(int Key, string Sum)> _world = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_value_keeps_what_its_members_had() =>
        await GoesOn(keyed => keyed.Process(new InValue<Before.Total>((t, n) => new Before.Total(t?.Sum + n ?? n, t?.Count + 1 ?? 1, "gone"), t => $"{t.Sum}")),
            keyed => keyed.Process(new InValue<After.Total>((t, n) => new After.Total((t?.Times ?? 0) + 1, t?.Sum + n ?? n, t?.Level ?? 9), t => $"{t.Sum} by {t.Times} at {t.Level}")),
            (sum, count) => $"{sum} by {count} at 7");

    [Fact]
    public async Task A_struct_keeps_what_its_members_had_however_it_lies_in_memory() =>
        await GoesOn(keyed => keyed.Process(new InValue<Before.Raw>((t, n) => new Before.Raw((byte)((t.Count + 1) % 256), t.Sum + n), t => $"{t.Sum}")),
            keyed => keyed.Process(new InValue<After.Raw>((t, n) => new After.Raw(t.Total + n, t.More, t.Count), t => $"{t.Total} and {t.More}")),
            (sum, _) => $"{sum} and 0");

    [Fact]
    public async Task Map_values_and_map_keys_keep_what_they_had() =>
        await GoesOn(keyed => keyed.Process(new InMap<Before.Part, Before.Total>(n => new Before.Part(n % 3, "x"), (t, n) => new Before.Total(t?.Sum + n ?? n, t?.Count + 1 ?? 1, ""), t => t.Sum)),
            keyed => keyed.Process(new InMap<After.Section, After.Total>(n => new After.Section(n % 3, "x"), (t, n) => new After.Total(t?.Times + 1 ?? 1, t?.Sum + n ?? n, 1), t => t.Sum)),
            (sum, _) => $"{sum} in 3");

    [Fact]
    public async Task An_accumulator_keeps_what_it_had() =>
        await GoesOn(keyed => keyed.Process(new InAccumulator<Before.Total>((t, n) => new Before.Total(t?.Sum + n ?? n, t?.Count + 1 ?? 1, ""), t => $"{t.Sum}")),
            keyed => keyed.Process(new InAccumulator<After.Total>((t, n) => new After.Total(t?.Times + 1 ?? 1, t?.Sum + n ?? n, 1), t => $"{t.Sum}")),
            (sum, _) => $"{sum}");

    [Fact]
    public async Task List_elements_and_values_with_a_time_to_live_keep_what_they_had() =>
        await GoesOn(keyed => keyed.Process(new InList<Before.Total>((t, n) => new Before.Total(t?.Sum + n ?? n, t?.Count + 1 ?? 1, ""), t => t.Sum)),
            keyed => keyed.Process(new InList<After.Total>((t, n) => new After.Total(t?.Times + 1 ?? 1, t?.Sum + n ?? n, 1), t => t.Sum)),
            (sum, count) => $"{sum} in {count}");

    [Fact]
    public async Task A_key_whose_bytes_stay_finds_its_state_and_its_timers()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => new Before.Part(n % Keys, "k")).Process(new InValue<long, Before.Part>(p => p.Number, Add, s => $"{s}")).Uid("sums")));
        await Finishes(new EvolvingJob(_world, numbers => numbers.KeyBy(n => new After.Section(n % Keys, "k")).Process(new InValue<long, After.Section>(p => p.Id, Add, s => $"{s}")).Uid("sums")));
        Check((sum, _) => $"{sum}");
    }

    [Fact]
    public async Task A_uid_that_is_given_later_finds_the_state()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}"))));
        await Finishes(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        Check((sum, _) => $"{sum}");
    }

    [Fact]
    public async Task A_uid_that_was_given_later_finds_the_state_again_and_again()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}"))));
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")), "latest");
        await Finishes(new EvolvingJob(_world, numbers => numbers.Map(n => n).KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        Check((sum, _) => $"{sum}");
    }

    [Fact]
    public async Task An_operator_that_is_added_starts_empty_and_one_that_is_removed_is_refused()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        var removed = new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("others"));
        Assert.Contains("operator 'sums', which the job does not define", Refusal(removed), StringComparison.Ordinal);
        Assert.Contains("--allow-dropped-state", Refusal(removed), StringComparison.Ordinal);
        await Finishes(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % 2).Reduce(static (_, n) => n).Uid("new").KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        Check((sum, _) => $"{sum}");
    }

    [Fact]
    public async Task State_whose_loss_is_allowed_is_dropped_and_the_rest_goes_on()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % 2).Reduce(static (_, n) => n).Uid("last").KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        var without = new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums"));
        Assert.Contains("operator 'last'", Refusal(without), StringComparison.Ordinal);
        await Stops(without, "latest", allowDropped: true);
        await Finishes(without);
        Check((sum, _) => $"{sum}");
    }

    [Fact]
    public async Task A_changed_type_is_refused_with_both_types()
    {
        await Stops(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<long>(Add, s => $"{s}")).Uid("sums")));
        var value = Refusal(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InValue<string>((_, _) => "", s => s)).Uid("sums")));
        Assert.Contains("was written as int64 and is string now", value, StringComparison.Ordinal);
        var key = Refusal(new EvolvingJob(_world, numbers => numbers.KeyBy(n => (long)n % Keys).Process(new InValue<long, long>(k => (int)k, Add, s => $"{s}")).Uid("sums")));
        Assert.Contains("The key of operator 'sums' was int32 and is int64 now", key, StringComparison.Ordinal);
        var kind = Refusal(new EvolvingJob(_world, numbers => numbers.KeyBy(n => n % Keys).Process(new InMap<int, long>(n => n % 3, Add, s => s)).Uid("sums")));
        Assert.Contains("'total' of operator 'sums' was value state by int32 of int64, and is now map state by int32 and int32 of int64", kind, StringComparison.Ordinal);
    }

    private static long Add(long sum, int number) => sum + number;

    private async Task GoesOn(
        Func<KeyedStream<int, int>, OperatorStream<(int, string)>> before, Func<KeyedStream<int, int>, OperatorStream<(int, string)>> after, Func<long, int, string> expected)
    {
        await Stops(new EvolvingJob(_world, numbers => before(numbers.KeyBy(n => n % Keys)).Uid("sums")));
        // Once more with checkpoints that contain data written before and after.
        await Stops(new EvolvingJob(_world, numbers => after(numbers.KeyBy(n => n % Keys)).Uid("sums")), "latest");
        await Finishes(new EvolvingJob(_world, numbers => after(numbers.KeyBy(n => n % Keys)).Uid("sums")));
        Check(expected);
    }

    private void Check(Func<long, int, string> expected)
    {
        foreach (var key in Enumerable.Range(0, Keys))
        {
            var own = Enumerable.Range(0, Numbers).Where(n => n % Keys == key).ToList();
            Assert.Contains((key, expected(own.Sum(n => (long)n), own.Count)), _world.Visible);
        }
    }

    private async Task Stops(EvolvingJob job, string? restore = null, bool allowDropped = false)
    {
        void Stop(Millrace.Local.Cluster.LocalCluster cluster, JobResult result)
        {
            if (result is { Checkpoints: >= 3, State: JobState.Running }) cluster.Stop();
        }

        var result = await Begin(job with { Rate = 300 }, restore, Stop, allowDropped);
        Assert.Equal(JobState.Stopped, result.State);
        Assert.InRange(_world.Visible.Count, 1, Numbers - 1);
    }

    private async Task Finishes(EvolvingJob job)
    {
        var result = await Begin(job, "latest", (_, _) => { });
        Assert.Equal(JobState.Finished, result.State);
    }

    private string Refusal(EvolvingJob job) => Assert.Throws<InvalidJobException>(() => { _ = Begin(job, "latest", (_, _) => { }); }).Message;

    private Task<JobResult> Begin(EvolvingJob job, string? restore, Action<Millrace.Local.Cluster.LocalCluster, JobResult> onChange, bool allowDropped = false) => EmbeddedRun.Begin(
        () => job,
        new JobStore(new DirectoryBlobStore(_folder)),
        new JobRunOptions { Parallelism = restore is null ? 2 : 3, MaxParallelism = restore is null ? 8 : null, CheckpointDirectory = _folder, Restore = restore, AllowDroppedState = allowDropped },
        onChange);

    private sealed record EvolvingJob(TestSink<(int Key, string Sum)> World, Func<DataStream<int>, OperatorStream<(int Key, string Sum)>> Sums) : IStreamJob
    {
        public double Rate { get; init; } = 1e9;

        public void Define(StreamEnvironment env, JobArguments args) =>
            Sums(env.FromSource(new NumberSource(Numbers, 4)).RateLimit(Rate).Uid("numbers")).SinkTo(World).Uid("world");
    }

    private sealed class InValue<T>(Func<T?, int, T> add, Func<T, string> show) : KeyedProcessFunction<int, int, (int, string)>
    {
        private readonly ValueState<T> _total = new("total");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, string)> output)
        {
            _total.Update(add(_total.Value, value));
            output.Collect((context.Key, show(_total.Value!)));
        }
    }

    /// <summary>Emits at the end of the input, by a timer that was registered at the key's first record.</summary>
    private sealed class InValue<T, TKey>(Func<TKey, int> keyOf, Func<T?, int, T> add, Func<T, string> show) : KeyedProcessFunction<TKey, int, (int, string)>
    {
        private readonly ValueState<T> _total = new("total");

        public override void Process(int value, KeyedProcessContext<TKey> context, ICollector<(int, string)> output)
        {
            if (!_total.TryGet(out var total)) context.Timers.RegisterEventTimeTimer(Timestamps.MaxWatermark);
            _total.Update(add(total, value));
            output.Collect((keyOf(context.Key), ""));
        }

        public override void OnTimer(OnTimerContext<TKey> context, ICollector<(int, string)> output) => output.Collect((keyOf(context.Key), show(_total.Value!)));
    }

    private sealed class InMap<TMapKey, T>(Func<int, TMapKey> keyOf, Func<T?, int, T> add, Func<T, long> sumOf) : KeyedProcessFunction<int, int, (int, string)>
        where TMapKey : notnull
    {
        private readonly MapState<TMapKey, T> _total = new("total");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, string)> output)
        {
            var key = keyOf(value);
            _total.Put(key, add(_total.TryGet(key, out var total) ? total : default, value));
            output.Collect((context.Key, $"{_total.Values.Sum(sumOf)} in {_total.Keys.Count()}"));
        }
    }

    /// <summary>Keeps the last total in a value, and all of them in a list.</summary>
    private sealed class InList<T>(Func<T?, int, T> add, Func<T, long> sumOf) : KeyedProcessFunction<int, int, (int, string)>
    {
        private readonly ValueState<T> _total = new("total", Ttl.After(TimeSpan.FromHours(1)));
        private readonly ListState<T> _all = new("all", Ttl.After(TimeSpan.FromHours(1)).OnReadAndWrite());

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, string)> output)
        {
            var total = add(_total.Value, value);
            _total.Update(total);
            _all.Add(total);
            output.Collect((context.Key, $"{_all.Entries.Select(sumOf).DefaultIfEmpty().Max()} in {_all.Count}"));
        }
    }

    private sealed class InAccumulator<T>(Func<T?, int, T> add, Func<T, string> show) : KeyedProcessFunction<int, int, (int, string)>
    {
        private readonly AggregatingState<int, T?, string> _total = new("total", new Adding(add, show));

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<(int, string)> output)
        {
            _total.Add(value);
            output.Collect((context.Key, _total.Value!));
        }

        private sealed class Adding(Func<T?, int, T> add, Func<T, string> show) : AggregateFunction<int, T?, string>
        {
            public override T? CreateAccumulator() => default;

            public override T? Add(T? accumulator, int value) => add(accumulator, value);

            public override string GetResult(T? accumulator) => show(accumulator!);

            public override T? Merge(T? a, T? b) => throw new NotSupportedException();
        }
    }

    private static class Before
    {
        internal sealed record Total(long Sum, int Count, string Note);

        internal readonly record struct Raw(byte Count, long Sum);

        internal sealed record Part(int Number, string Name);
    }

    private static class After
    {
        internal sealed record Total([FormerName("Count")] int Times, long Sum, [FormerName] int Level = 7);

        internal readonly record struct Raw([property: FormerName("Sum")] long Total, double More, byte Count);

        internal sealed record Section([FormerName("Number")] int Id, string Name);
    }
}
