using Microsoft.Extensions.Time.Testing;
using Millrace.Runtime.Serialization;
using Millrace.Testing.Attempts;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Tasks;

/// <summary>
/// With production's batches and credit, a slow output holds back everything upstream: the records produced are those taken plus a
/// bounded number in flight, however long it runs.
/// </summary>
public sealed class BackpressureTests
{
    private const int Million = 1_000_000;
    private const int Batch = 256;
    private const int Credits = 4;

    // On an edge: the batches with credit, the one waiting for it, and the one being filled.
    private const int OnAnEdge = (Credits + 2) * Batch;

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);

    [Fact]
    public void An_unlimited_source_reads_what_the_sink_takes()
    {
        var source = new EndlessSource();
        var taken = new Taken();
        var attempt = Start(env => Take(env.FromSource(source).KeyBy(n => n % 10).Process(new Same()), taken));
        TakeSlowly(attempt, 0, () => Assert.InRange(source.Read - taken.Count, 0, (2 * OnAnEdge) + Batch));
    }

    [Fact]
    public void A_flat_map_of_a_million_records_is_paused_in_the_middle_of_one()
    {
        var source = new EndlessSource();
        var (made, taken) = (new Counter(), new Taken());
        var attempt = Start(env => Take(env.FromSource(source).FlatMap(_ => Numbers(made)), taken));
        TakeSlowly(attempt, 0, () => Assert.InRange(made.Value - taken.Count, 0, OnAnEdge));
        Assert.InRange(source.Read, 1, Batch);
    }

    [Fact]
    public void A_flat_map_behind_a_slow_one_pauses_too()
    {
        var source = new EndlessSource();
        var (outer, inner, taken) = (new Counter(), new Counter(), new Taken());
        var attempt = Start(env => Take(env.FromSource(source).FlatMap(_ => Numbers(outer)).Rebalance().FlatMap(_ => Numbers(inner)), taken));
        TakeSlowly(attempt, 0, () => Assert.InRange(inner.Value - taken.Count, 0, OnAnEdge));
        Assert.InRange(outer.Value, 1, OnAnEdge);
    }

    [Fact]
    public void A_million_timers_due_at_once_fire_as_the_sink_takes()
    {
        var (fired, taken) = (new Counter(), new Taken());
        var attempt = Start(env => Take(
            env.FromSource(new EndlessSource(), WatermarkStrategy.Ascending<long>().WithTimestamps(n => n == 0 ? 0 : Million)).KeyBy(n => 0).Process(new Timers(fired)), taken));
        TakeSlowly(attempt, 0, () => Assert.InRange(fired.Value - taken.Count, 0, OnAnEdge));
        Assert.InRange(fired.Value, 1, Million / 2);
    }

    [Fact]
    public void One_slow_branch_of_a_fan_out_slows_its_sources_and_nothing_else()
    {
        var (slowed, free) = (new EndlessSource(), new EndlessSource());
        var (slow, fast, other) = (new Taken(), new Taken(), new Taken());
        var attempt = Start(env =>
        {
            var fanned = env.FromSource(slowed).Uid("slowed").Map(n => n);
            Take(fanned.KeyBy(n => n % 7).Process(new Same()), slow);
            Take(fanned.KeyBy(n => n % 5).Process(new Same()), fast);
            Take(env.FromSource(free).Uid("free").KeyBy(n => n % 3).Process(new Same()), other);
        });
        for (var round = 0; round < 300; round++)
        {
            Run(attempt);
            if (round % 10 == 0) attempt.Outputs[0].TakeOne();
            while (attempt.Outputs[1].TakeOne()) { }
            attempt.Outputs[2].TakeOne();
            Assert.InRange(slowed.Read - slow.Count, 0, (2 * OnAnEdge) + Batch);
            Assert.InRange(slowed.Read - fast.Count, 0, (2 * OnAnEdge) + Batch);
            Assert.InRange(free.Read - other.Count, 0, (2 * OnAnEdge) + Batch);
        }

        Assert.InRange(slow.Count, 20 * Batch, 30 * Batch);
        Assert.InRange(other.Count, 250 * Batch, 300 * Batch);
        Assert.Equal([true, true, false], [slow.Count < fast.Count, fast.Count < slow.Count + (3 * OnAnEdge), other.Count < 5 * slow.Count]);
    }

    private static IEnumerable<long> Numbers(Counter made)
    {
        for (var i = 0L; i < Million; i++)
        {
            made.Value++;
            yield return i;
        }
    }

    private static void Take(DataStream<long> stream, Taken taken) => new TakenSink<long>(taken).Take(stream);

    // Until outputs hold everything back. Time passes, because a task that never waits sends a watermark after the flush interval.
    private void Run(StreamAttempt attempt)
    {
        for (var ran = true; ran;)
        {
            ran = false;
            foreach (var task in attempt.Tasks) ran |= task.Step();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    // Across flushes too, which send batches that are not full.
    private void TakeSlowly(StreamAttempt attempt, int output, Action check)
    {
        for (var round = 0; round < 200; round++)
        {
            Run(attempt);
            check();
            Assert.True(attempt.Outputs[output].TakeOne());
            _time.Advance(TimeSpan.FromMilliseconds(60));
        }
    }

    private StreamAttempt Start(Action<StreamEnvironment> define) =>
        new(define, new AttemptSettings(1, 1, 12, 0, []) { BatchSize = Batch, Credits = Credits }, _time, new SerializerCache());

    private sealed class Counter
    {
        public long Value { get; set; }
    }

    private sealed class Taken : IOutputTaker<long>
    {
        public long Count { get; private set; }

        public void Take(long value, long timestamp) => Count++;

        public void Advance(long watermark) { }
    }

    private sealed class Same : KeyedProcessFunction<long, long, long>
    {
        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output) => output.Collect(value);
    }

    private sealed class Timers(Counter fired) : KeyedProcessFunction<int, long, long>
    {
        public override void Process(long value, KeyedProcessContext<int> context, ICollector<long> output)
        {
            if (value > 0) return;
            for (var i = 1; i <= Million; i++) context.Timers.RegisterEventTimeTimer(i - 1);
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<long> output)
        {
            fired.Value++;
            output.Collect(context.Timestamp);
        }
    }
}
