using System.Globalization;
using CsCheck;
using Millrace.Tests.Testing.Harness;

namespace Millrace.Runtime.Tests.Operators.Functions;

public sealed class KeyedProcessOperatorTests
{
    private static readonly HarnessOptions<(string Key, string Text)> ByKey = new() { KeyOf = r => r.Key };

    [Fact]
    public void Value_state_and_map_state_are_those_of_the_key()
    {
        var script = new Script<(string Key, string Word)>().Records(
            ("a", "x"), ("b", "x"), ("a", "y"), ("a", "x"), ("b", "clear"), ("a", "drop"), ("b", "z"), ("a", "z"), ("a", "clear"), ("a", "x"), ("other", "u"), ("third", "v"), ("other", "u"));
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new Words()), ByKey);
        Assert.Equal(
            ["a 1 x=1", "b 1 x=1", "a 2 x=1,y=1", "a 3 x=2,y=1", "b 0 ", "a 4 y=1", "b 1 z=1", "a 5 y=1,z=1", "a 0 ", "a 1 x=1", "other 1 u=1", "third 1 v=1", "other 2 u=2"],
            output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    [Fact]
    public void Event_time_timers_fire_in_order_and_once()
    {
        var script = new Script<(string Key, long Time)>().Record(("a", 10), 1).Record(("b", 10), 2).Record(("a", 10), 3).Record(("c", 5), 4).Record(("a", 30), 5)
            .Watermark(9).Watermark(10).Record(("b", 20), 11).Record(("a", 7), 7).Watermark(25);
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new EventTimers()), ByKey);
        Assert.Equal(
            ["c 5 at 9", "a 10 at 10", "b 10 at 10", "a 7 at 25", "b 20 at 25", "a 30 at max"],
            output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
        Assert.Equal([5, 10, 10, 7, 20, 30], output.Select(e => e.Timestamp));
    }

    [Fact]
    public void Many_timers_of_one_watermark_are_cut_anywhere()
    {
        var script = new Script<(string Key, long Time)>();
        for (var i = 0; i < 12; i++) script.Record(($"k{i % 5}", i), i);
        var output = OperatorHarness.Check(script.Watermark(100), s => s.KeyBy(r => r.Key).Process(new EventTimers()), ByKey);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"k{i % 5} {i} at 100"), output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    [Fact]
    public void Processing_time_timers_fire_when_the_clock_says_so_and_are_dropped_at_the_end()
    {
        var script = new Script<(string Key, long Time)>().Record(("a", 10)).Record(("b", 10)).Record(("c", 5)).At(7)
            .Record(("a", 20)).Record(("d", 6)).Record(("c", 60L * 24 * 3600 * 1000)).At(10).At(19).At(20).Record(("a", 90)).Record(("b", long.MaxValue - 1));
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new ProcessingTimers()), ByKey);
        Assert.Equal(["c 5 at 7", "d 6 at 7", "a 10 at 10", "b 10 at 10", "a 20 at 20"], output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    [Fact]
    public void Timers_that_register_and_delete_timers()
    {
        var script = new Script<(string Key, long Time)>().Record(("a", 3), 1).Record(("b", 5), 1).Watermark(4).Watermark(40).At(50);
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new Cascade()), ByKey);
        Assert.Equal(["a 3", "b 5", "a 13", "b 15", "a 23", "b 25"], output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    /// <summary>The value of its bytes, whatever the record contains: in UTC, without trailing zeros.</summary>
    [Fact]
    public void A_key_looks_the_same_where_its_record_and_where_its_timer_is_at_hand()
    {
        var times = new Script<string>().Record("2024-05-01T12:00:00+02:00", 1).Record("2024-05-01T10:00:00+00:00", 2).Watermark(5);
        Assert.Equal(
            ["2024-05-01T10:00:00.0000000+00:00 record", "2024-05-01T10:00:00.0000000+00:00 record", "2024-05-01T10:00:00.0000000+00:00 timer"],
            OperatorHarness.Check(times, s => s.KeyBy(t => DateTimeOffset.Parse(t, CultureInfo.InvariantCulture)).Process(new Seen<DateTimeOffset>(k => $"{k:o}"))).Values());
        var prices = new Script<string>().Record("1.50", 1).Record("1.5", 2).Watermark(5);
        Assert.Equal(
            ["1.5 record", "1.5 record", "1.5 timer"],
            OperatorHarness.Check(prices, s => s.KeyBy(t => (Price: decimal.Parse(t, CultureInfo.InvariantCulture), 1)).Process(new Seen<(decimal Price, int)>(k => $"{k.Price}"))).Values());
    }

    [Fact]
    public void A_timer_that_registers_another_at_the_end_of_the_input_goes_on_until_it_sees_the_end()
    {
        var script = new Script<(string Key, long Time)>().Record(("a", 10), 1).Record(("b", 25), 1).Watermark(12);
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new Periodic()), ByKey);
        Assert.Equal(["a 10", "a 20 end", "b 25 end"], output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    [Fact]
    public void Late_records_stay_late()
    {
        var script = new Script<(string Key, long Time)>().Record(("a", 5), 5).Watermark(10).Record(("a", 9), 9).Record(("a", 11), 11).Record(("b", 10), 10).Watermark(20).Record(("a", 12), 12);
        var output = OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new DropLate()), ByKey);
        Assert.Equal(["a 5", "a 11"], output.Select(e => $"{e.Value.Key} {e.Value.Text}"));
    }

    /// <summary>Random scripts over few keys and times, so that timers meet records, each other and restores.</summary>
    [Fact]
    public void Random_scripts_give_one_output_under_all_variations() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Long[0, 9]).Array[3, 14].Sample(
            steps =>
            {
                var script = new Script<(string Key, long Time)>();
                var (watermark, now) = (0L, 0L);
                foreach (var (kind, key, time) in steps)
                {
                    _ = kind switch
                    {
                        0 => script.Watermark(watermark += time + 1),
                        1 => script.At(now += time + 1),
                        _ => script.Record(($"k{key}", time), watermark + time),
                    };
                }

                OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(new BothTimers()), ByKey);
            },
            iter: 6,
            threads: 1);

    [Fact]
    public void A_function_that_is_not_made_in_the_definition_is_refused()
    {
        var shared = new Stateful();
        var script = new Script<(string Key, long Time)>().Record(("a", 1));
        var refused = Assert.Throws<InvalidJobException>(() => OperatorHarness.Check(script, s => s.KeyBy(r => r.Key).Process(shared), ByKey));
        Assert.Contains("The function Stateful of the keyed-process", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Stateful : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        private readonly ValueState<int> _seen = new("seen");

        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output) => _seen.Update(1);
    }

    /// <summary>Registers both kinds of timers for each record, and reports in each one what it has seen.</summary>
    private sealed class BothTimers : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        private readonly ValueState<long> _sum = new("sum");
        private readonly MapState<long, int> _times = new("times");

        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output)
        {
            _sum.Update(_sum.Value + value.Time);
            _times.Put(value.Time, (_times.TryGet(value.Time, out var n) ? n : 0) + 1);
            context.Timers.RegisterEventTimeTimer(context.Timestamp + value.Time);
            context.Timers.RegisterProcessingTimeTimer(context.Timers.CurrentProcessingTime + value.Time + 1);
            if (value.Time == 4) context.Timers.DeleteEventTimeTimer(context.Timestamp + 3);
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, string Text)> output)
        {
            output.Collect((context.Key, $"{context.Domain} {context.Timestamp}: {_sum.Value} {string.Join(',', _times.Entries)}"));
            if (context.Timestamp % 3 == 0) _times.Clear();
            if (context.Timestamp % 4 == 0) context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            if (context.Timestamp % 5 == 0) _sum.Clear();
        }
    }

    private sealed class Words : KeyedProcessFunction<string, (string Key, string Word), (string Key, string Text)>
    {
        private readonly ValueState<int> _count = new("count");
        private readonly MapState<string, long> _words = new("words");

        public override void Process((string Key, string Word) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output)
        {
            if (value.Word == "clear")
            {
                _count.Clear();
                _words.Clear();
            }
            else
            {
                _count.Update(_count.Value + 1);
                if (value.Word == "drop") _words.Remove("x");
                else _words.Put(value.Word, _words.TryGet(value.Word, out var n) ? n + 1 : 1);
            }

            output.Collect((context.Key, $"{_count.Value} {string.Join(",", _words.Entries.Select(e => $"{e.Key}={e.Value}"))}"));
        }
    }

    private sealed class EventTimers : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output) =>
            context.Timers.RegisterEventTimeTimer(value.Time);

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, string Text)> output)
        {
            var watermark = context.Timers.CurrentWatermark;
            output.Collect((context.Key, $"{context.Timestamp} at {(watermark == long.MaxValue ? "max" : watermark)}"));
        }
    }

    private sealed class ProcessingTimers : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output) =>
            context.Timers.RegisterProcessingTimeTimer(value.Time);

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, string Text)> output) =>
            output.Collect((context.Key, $"{context.Timestamp} at {context.Timers.CurrentProcessingTime}"));
    }

    /// <summary>Each timer registers the next one, and another that it deletes at once.</summary>
    private sealed class Cascade : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        private readonly ValueState<int> _fired = new("fired");

        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output)
        {
            context.Timers.RegisterEventTimeTimer(value.Time);
            context.Timers.RegisterProcessingTimeTimer(45);
        }

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, string Text)> output)
        {
            output.Collect((context.Key, $"{context.Timestamp}"));
            context.Timers.DeleteProcessingTimeTimer(45);
            context.Timers.RegisterEventTimeTimer(context.Timestamp + 1);
            context.Timers.DeleteEventTimeTimer(context.Timestamp + 1);
            _fired.Update(_fired.Value + 1);
            if (_fired.Value < 3) context.Timers.RegisterEventTimeTimer(context.Timestamp + 10);
        }
    }

    private sealed class DropLate : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output)
        {
            if (value.Time > context.Timers.CurrentWatermark) output.Collect((context.Key, $"{value.Time}"));
        }
    }

    private sealed class Seen<TKey>(Func<TKey, string> text) : KeyedProcessFunction<TKey, string, string>
    {
        public override void Process(string value, KeyedProcessContext<TKey> context, ICollector<string> output)
        {
            context.Timers.RegisterEventTimeTimer(5);
            output.Collect($"{text(context.Key)} record");
        }

        public override void OnTimer(OnTimerContext<TKey> context, ICollector<string> output) => output.Collect($"{text(context.Key)} timer");
    }

    /// <summary>Fires every 10 milliseconds while there is input.</summary>
    private sealed class Periodic : KeyedProcessFunction<string, (string Key, long Time), (string Key, string Text)>
    {
        public override void Process((string Key, long Time) value, KeyedProcessContext<string> context, ICollector<(string Key, string Text)> output) =>
            context.Timers.RegisterEventTimeTimer(value.Time);

        public override void OnTimer(OnTimerContext<string> context, ICollector<(string Key, string Text)> output)
        {
            var isAtEnd = context.Timers.CurrentWatermark == Timestamps.MaxWatermark;
            output.Collect((context.Key, isAtEnd ? $"{context.Timestamp} end" : $"{context.Timestamp}"));
            if (!isAtEnd) context.Timers.RegisterEventTimeTimer(context.Timestamp + 10);
        }
    }
}
