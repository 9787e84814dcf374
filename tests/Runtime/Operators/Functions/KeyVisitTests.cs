using System.Globalization;
using Millrace.Core.KeyGroups;
using Millrace.Core.Keys;
using Millrace.Runtime.Tasks;
using Millrace.Testing;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

/// <summary>Broadcast records that visit the keys of a state.</summary>
public sealed class KeyVisitTests
{
    private const int Bonus = 1;
    private static readonly OutputTag<FailedRecord<int>> s_failed = new("failed");

    [Fact]
    public void A_visit_changes_and_emits_for_every_key_through_restores_and_rescales()
    {
        var script = new Script<int>();
        foreach (var n in Enumerable.Range(0, 14)) script.Record(n, 10);
        script.Watermark(15).Record(100, 20, Bonus).Record(200, 21, Bonus).Watermark(25);
        foreach (var n in Enumerable.Range(5, 14)) script.Record(n, 30);
        script.Watermark(35).Record(-50, 40, Bonus).Watermark(45);
        var output = OperatorHarness.CheckAll<int, string>(
            script,
            inputs => inputs[0].KeyBy(n => n % 7).Connect(inputs[Bonus].Broadcast()).Process(new Accounts()),
            new HarnessOptions<string> { KeyOf = line => line[0] });
        var expected = Enumerable.Range(0, 7).SelectMany(key => new[]
        {
            $"{key}: {(2 * key) + 7} + 100 at 20",
            $"{key}: {(2 * key) + 107} + 200 at 21",
            $"{key}: {(2 * key) + 307 + Enumerable.Range(5, 14).Where(n => n % 7 == key).Sum()} + -50 at 40",
            $"{key} due at 120", $"{key} due at 121", $"{key} due at 140",
        });
        Assert.Equal(expected.Order(StringComparer.Ordinal), output.Values().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Keys_are_visited_by_their_key_group_and_in_it_in_their_order()
    {
        using var stream = Stream(() => new Accounts(), maxParallelism: 5);
        int[] keys = [300, -4, 7, 0, 12, -1000, 55, 8, 9, 10];
        foreach (var key in keys) stream.Push1(key);
        stream.Push2(1, 50);
        Assert.Equal(
            keys.GroupBy(KeyGroupOf).OrderBy(static g => g.Key).SelectMany(static g => g.Order()).Select(static key => $"{key}: {key} + 1 at 50"),
            stream.Output);
    }

    [Fact]
    public void A_visit_of_many_keys_pauses_where_the_output_is_full_and_after_so_many_keys_for_the_task_to_look_at_its_mail()
    {
        var emitted = 0;
        var run = new VisitRun(() => new Each(_ => emitted++), keys: 3000);
        run.Broadcast(1);
        var steps = run.RunWhileNothingIsTaken();
        Assert.InRange(emitted, 256, 1999);
        Assert.Equal(StepResult.Waiting, steps[^1]);

        // A barrier that comes in the meantime waits for the record, and the record for its visits.
        run.Trigger(1);
        Assert.False(run.HasSnapshot);
        run.TakeAll();
        Assert.Equal(3000, emitted);
        Assert.True(run.HasSnapshot);

        // If there is room the task continues by itself, with steps in between.
        run.Broadcast(2);
        Assert.InRange(run.RunWhileAllIsTaken().Count(static s => s == StepResult.Progress), 3000 / 256, 3000);
        Assert.Equal(6000, emitted);
    }

    [Fact]
    public void Broadcast_state_is_read_in_a_visit_and_not_changed()
    {
        using var stream = Stream(() => new ChangesRules());
        stream.Push1(1);
        var refused = Assert.Throws<InvalidOperationException>(() => stream.Push2(5));
        Assert.Contains("'rules' was changed outside ProcessBroadcast", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_with_which_the_visit_throws_stays_as_it_was_and_the_others_are_visited()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers, DataStream<int> bonuses) =>
            numbers.KeyBy(static n => n).Connect(bonuses.Broadcast()).Process(new Accounts(throwsAt: 3)).OnError(s_failed));
        foreach (var key in new[] { 1, 2, 3, 4 }) stream.Push1(key);
        stream.Push2(10, 50);
        Assert.Equal(["1: 1 + 10 at 50", "2: 2 + 10 at 50", "4: 4 + 10 at 50"], stream.Output.Take().Order(StringComparer.Ordinal));
        Assert.Equal((10, 50), Assert.Single(stream.SideOutput(s_failed)) is var failed ? (failed.Record, failed.Timestamp) : default);
        Assert.Equal(3, stream.State<ValueState<int>>("total", 3).Value);
        Assert.Empty(stream.EventTimeTimers(3));
        Assert.Equal(11, stream.State<ValueState<int>>("total", 1).Value);
    }

    [Fact]
    public void A_broadcast_record_with_which_the_function_throws_visits_nothing()
    {
        using var stream = StreamHarness.Of((DataStream<int> numbers, DataStream<int> bonuses) =>
            numbers.KeyBy(static n => n).Connect(bonuses.Broadcast()).Process(new Accounts()).OnError(s_failed));
        stream.Push1(1);
        stream.Push2(Accounts.Bad);
        stream.Push2(5, 60);
        Assert.Equal(["1: 1 + 5 at 60"], stream.Output);
        Assert.Equal(Accounts.Bad, Assert.Single(stream.SideOutput(s_failed)).Record);
    }

    [Fact]
    public void What_a_visit_throws_names_the_key()
    {
        var run = new VisitRun(() => new Each(static key => ArgumentOutOfRangeException.ThrowIfEqual(key, 7)), keys: 3000);
        run.Broadcast(1);
        Assert.Throws<ArgumentOutOfRangeException>(run.TakeAll);
        Assert.Equal("a visit of a broadcast record, key '7', timestamp 1", run.Site.Record);
        Assert.Equal("keyed-broadcast-process", run.Site.Operator!.Name);
    }

    [Theory]
    [InlineData("value")]
    [InlineData("map")]
    [InlineData("list")]
    [InlineData("reducing")]
    [InlineData("aggregating")]
    public void Every_kind_of_state_knows_its_keys_without_those_whose_values_have_expired_or_are_removed(string kind)
    {
        foreach (var ttl in new[] { Ttl.Never, Ttl.After(TimeSpan.FromSeconds(1)), Ttl.After(TimeSpan.FromSeconds(1)).OnReadAndWrite() })
        {
            using var stream = Stream(() => new Kinds(kind, ttl), keyOf: Math.Abs);
            foreach (var number in new[] { 1, 2, 3, -2 }) stream.Push1(number);
            stream.AdvanceTime(TimeSpan.FromMilliseconds(600));
            stream.Push1(4);
            stream.Push2(0);
            Assert.Equal([1, 3, 4], stream.Output.Take().Order());
            // A visit does not count as a use of the value.
            stream.AdvanceTime(TimeSpan.FromMilliseconds(600));
            stream.Push2(0);
            Assert.Equal(ttl == Ttl.Never ? [1, 3, 4] : [4], stream.Output.Take().Order());
        }
    }

    private static StreamHarness<int, int, TOut> Stream<TOut>(Func<KeyedBroadcastProcessFunction<int, int, int, TOut>> function, int maxParallelism = 720, Func<int, int>? keyOf = null) =>
        StreamHarness.Of(
            (DataStream<int> numbers, DataStream<int> bonuses) => numbers.KeyBy(keyOf ?? (static n => n)).Connect(bonuses.Broadcast()).Process(function()),
            new StreamHarnessOptions { MaxParallelism = maxParallelism });

    private static int KeyGroupOf(int key)
    {
        var buffer = new KeyBuffer();
        KeyCodecs.Create<int>().Encode(key, buffer);
        return KeyGroup.Of(KeyGroup.Hash(buffer.Written), 5);
    }

    /// <summary>A total per key, to which a broadcast record adds; a timer follows 100 ms later.</summary>
    private sealed class Accounts(int throwsAt = int.MinValue) : KeyedBroadcastProcessFunction<int, int, int, string>
    {
        public const int Bad = 666;

        private readonly ValueState<int> _total = new("total");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<string> output) => _total.Update(_total.Value + value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, string> context, ICollector<string> output)
        {
            context.VisitKeys(_total, (key, output) =>
            {
                output.Collect(string.Create(CultureInfo.InvariantCulture, $"{key.Key}: {_total.Value} + {value} at {key.Timestamp}"));
                key.Timers.RegisterEventTimeTimer(key.Timestamp + 100);
                _total.Update(_total.Value + value);
                if (key.Key == throwsAt) throw new FormatException("a bad key");
            });
            if (value == Bad) throw new FormatException("a bad record");
        }

        public override void OnTimer(OnTimerContext<int> context, ICollector<string> output) => output.Collect($"{context.Key} due at {context.Timestamp}");
    }

    /// <summary>Keeps each number; a broadcast record emits each one, after an action with it.</summary>
    private sealed class Each(Action<int> act) : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly ValueState<int> _last = new("last");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => _last.Update(value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output) =>
            context.VisitKeys(_last, (key, output) =>
            {
                act(key.Key);
                output.Collect(key.Key);
            });
    }

    private sealed class ChangesRules : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly BroadcastState<int, int> _rules = new("rules");
        private readonly ValueState<int> _last = new("last");

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output) => _last.Update(value);

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output)
        {
            _rules.Put(0, value);
            context.VisitKeys(_last, (_, _) => _rules.Put(1, _rules.TryGet(0, out var rule) ? rule : -1));
        }
    }

    /// <summary>Keeps each number in a state of some kind, until its negative comes; visits emit their keys.</summary>
    private sealed class Kinds : KeyedBroadcastProcessFunction<int, int, int, int>
    {
        private readonly KeyedStateDeclaration _state;

        public Kinds(string kind, Ttl ttl) => _state = kind switch
        {
            "value" => new ValueState<int>("state", ttl),
            "map" => new MapState<int, int>("state", ttl),
            "list" => new ListState<int>("state", ttl),
            "reducing" => new ReducingState<int>("state", Math.Max, ttl),
            _ => new AggregatingState<int, int, int>("state", new Highest(), ttl),
        };

        public override void Process(int value, KeyedProcessContext<int> context, ICollector<int> output)
        {
            switch (_state)
            {
                case ValueState<int> state:
                    if (value > 0) state.Update(value);
                    else state.Clear();
                    break;
                case MapState<int, int> state:
                    if (value > 0) state.Put(value, value);
                    else state.Remove(-value);
                    break;
                case ListState<int> state:
                    if (value > 0) state.Add(value);
                    else state.Clear();
                    break;
                case ReducingState<int> state:
                    if (value > 0) state.Add(value);
                    else state.Clear();
                    break;
                case AggregatingState<int, int, int> state:
                    if (value > 0) state.Add(value);
                    else state.Clear();
                    break;
            }
        }

        public override void ProcessBroadcast(int value, KeyedBroadcastContext<int, int> context, ICollector<int> output) =>
            context.VisitKeys(_state, static (key, output) => output.Collect(key.Key));

        private sealed class Highest : AggregateFunction<int, int, int>
        {
            public override int CreateAccumulator() => 0;

            public override int Add(int accumulator, int value) => Math.Max(accumulator, value);

            public override int GetResult(int accumulator) => accumulator;

            public override int Merge(int a, int b) => Math.Max(a, b);
        }
    }
}
