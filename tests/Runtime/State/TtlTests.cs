using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Testing;

namespace Millrace.Runtime.Tests.State;

/// <summary>Time-to-live of keyed state; the scripts are those of the shared cases, section 15, with a time-to-live of 100 ms.</summary>
public sealed class TtlTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly KeyContext<string> _key = new(KeyCodecs.Create<string>(), 30);
    private readonly HeapStateBackend _backend;

    public TtlTests()
    {
        _backend = new HeapStateBackend(_key, new SerializerCache(), new Dictionary<string, StateDescriptor>(), _time);
        _key.Set("key");
    }

    [Theory]
    [InlineData("write", "0 put A, 20 get A, 50 put B, 120 get B, 170 put C, 220 get C, 300 get -")]
    [InlineData("write until-cleaned", "0 put A, 120 get A, 120 get -")]
    [InlineData("read", "0 put A, 50 get A, 120 get A, 250 get -")]
    [InlineData("read until-cleaned", "0 put A, 50 get A, 170 get A, 170 get -")]
    [InlineData("write", "0 put A, 99 get A, 100 get -")]
    [InlineData("write for ever", "10 put A, 50 get A, 100000 get A")]
    [InlineData("write", "0 put A, 60 clear, 70 get -, 80 put B, 170 get B, 180 get -")]
    public void A_value_is_there_for_its_time_through_snapshots_and_restores(string mode, string script)
    {
        foreach (var kind in new[] { "value", "map", "list", "reducing", "aggregating" })
        {
            using var harness = StreamHarness.Of((DataStream<(string Act, string Text)> acts) => acts.KeyBy(static _ => "key").Process(new Player(kind, TtlOf(mode))).Uid("player"));
            var now = 0;
            foreach (var step in script.Split(", ").Select(static s => s.Split(' ')))
            {
                harness.AdvanceTime(TimeSpan.FromMilliseconds(int.Parse(step[0]) - now));
                now = int.Parse(step[0]);
                harness.Push((step[1], step.Length > 2 ? step[2] : ""));
                if (step[1] == "get") Assert.Equal((kind, step[0], step[2]), (kind, step[0], Assert.Single(harness.Output.Take())));
                harness.Restore(harness.Snapshot(), parallelism: 1 + (now % 3));
            }
        }
    }

    [Fact]
    public void A_restore_keeps_the_original_times()
    {
        using var harness = StreamHarness.Of((DataStream<(string Act, string Text)> acts) => acts.KeyBy(static a => a.Text).Process(new Player("value", TtlOf("write"))).Uid("player"));
        harness.Push(("put", "k1"));
        harness.AdvanceTime(TimeSpan.FromMilliseconds(50));
        harness.Push(("put", "k1"));
        harness.AdvanceTime(TimeSpan.FromMilliseconds(50));
        harness.Push(("put", "k2"));
        harness.Restore(harness.Snapshot());
        harness.AdvanceTime(TimeSpan.FromMilliseconds(80));
        harness.Push(("get", "k1"));
        harness.Push(("get", "k2"));
        Assert.Equal(["-", "k2"], harness.Output.Take());
    }

    [Fact]
    public void A_map_whose_entries_have_expired_is_empty()
    {
        var state = Bound(new MapState<string, string>("texts", TtlOf("write")));
        Assert.True(state.IsEmpty);
        state.Put("A", "a");
        state.Put("B", "b");
        _time.Advance(TimeSpan.FromMilliseconds(50));
        state.Put("B", "b");
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.False(state.IsEmpty);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.True(state.IsEmpty);
        Assert.Equal(0, _backend.Entries);
    }

    [Fact]
    public void What_has_expired_is_removed_by_the_access()
    {
        var state = Bound(new ValueState<string>("text", TtlOf("write")));
        state.Update("A");
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, _backend.Entries);
        Assert.False(state.TryGet(out _));
        Assert.Equal(0, _backend.Entries);
    }

    [Fact]
    public void A_forgotten_key_is_removed_by_sweeps_and_a_live_one_stays()
    {
        var (value, map, list) = (Bound(new ValueState<long>("number", TtlOf("write"))), Bound(new MapState<string, string>("map", TtlOf("read"))), Bound(new ListState<int>("list", TtlOf("write"))));
        for (var i = 0; i < 100; i++)
        {
            if (i == 50) _time.Advance(TimeSpan.FromMilliseconds(60));
            _key.Set($"key{i}");
            value.Update(i);
            map.Put("entry", $"{i}");
            list.AddRange([1, 2, 3]);
        }

        _time.Advance(TimeSpan.FromMilliseconds(60));
        for (var i = 0; i < 100; i++) _backend.Sweep(64);
        // A value, an entry with its head, three elements with theirs, and their number.
        Assert.Equal(50 * 8, _backend.Entries);
        for (var i = 0; i < 100; i++)
        {
            _key.Set($"key{i}");
            Assert.Equal(i >= 50, value.TryGet(out _));
            Assert.Equal(i >= 50 ? 1 : 0, map.Entries.Count());
            Assert.Equal(i >= 50 ? [1, 2, 3] : [], list.Entries);
        }
    }

    [Fact]
    public void Each_entry_of_a_map_has_its_own_time()
    {
        var map = Bound(new MapState<int, string>("map", TtlOf("write")));
        for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromMilliseconds(30))) map.Put(i, $"{i}");
        Assert.Equal([2, 3, 4], map.Keys);
        Assert.False(map.Remove(1));
        map.Put(2, "again");
        _time.Advance(TimeSpan.FromMilliseconds(70));
        Assert.Equal([KeyValuePair.Create(2, "again")], map.Entries);
    }

    [Fact]
    public void Reading_a_map_extends_what_was_read()
    {
        var map = Bound(new MapState<int, string>("map", TtlOf("read")));
        map.Put(1, "one");
        map.Put(2, "two");
        for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromMilliseconds(60))) Assert.True(map.Contains(2));
        Assert.Equal([2], map.Keys);
        for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromMilliseconds(60))) Assert.Single(map.Values);
    }

    [Fact]
    public void A_list_forgets_its_oldest_elements_and_begins_anew_when_all_are_gone()
    {
        foreach (var mode in new[] { "write", "read", "write until-cleaned" })
        {
            var list = Bound(new ListState<int>($"list {mode}", TtlOf(mode)));
            for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromMilliseconds(30))) list.Add(i);
            if (mode == "write") Assert.Equal([2, 3, 4], list.Entries);
            if (mode == "write") Assert.Equal(3, list.Count);
            list.AddRange([7, 8]);
            if (mode == "write") Assert.Equal([2, 3, 4, 7, 8], list.Entries);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            list.Add(9);
            Assert.Equal([9], list.Entries);
        }
    }

    [Fact]
    public void Reading_a_list_extends_it_and_the_place_of_its_next_element()
    {
        var list = Bound(new ListState<int>("list", TtlOf("read")));
        list.AddRange([1, 2]);
        for (var i = 0; i < 5; i++, _time.Advance(TimeSpan.FromMilliseconds(60))) Assert.Equal([1, 2], list.Entries);
        list.Add(3);
        Assert.Equal([1, 2, 3], list.Entries);
    }

    [Theory]
    [InlineData("write")]
    [InlineData("write until-cleaned")]
    public void What_is_added_to_something_expired_begins_anew(string mode)
    {
        var highest = Bound(new ReducingState<int>("highest", Math.Max, TtlOf(mode)));
        Assert.Equal(5, highest.Add(5));
        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(5, highest.Add(3));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(2, highest.Add(2));
        Assert.Equal(2, highest.Value);
        var sum = Bound(new AggregatingState<int, (int Count, int Sum), int>("sum", new Sum(), TtlOf(mode)));
        foreach (var (after, added, expected) in new[] { (0, 5, (1, 5)), (99, 3, (2, 8)), (99, 1, (3, 9)), (100, 2, (1, 2)) })
        {
            _time.Advance(TimeSpan.FromMilliseconds(after));
            Assert.Equal(expected, sum.Add(added));
        }
    }

    [Fact]
    public void Less_than_a_millisecond_is_refused() =>
        Assert.Contains("is none", Assert.Throws<InvalidJobException>(static () => Ttl.After(TimeSpan.Zero)).Message, StringComparison.Ordinal);

    [Fact]
    public void Another_duration_goes_on_and_to_have_one_or_none_does_not()
    {
        using var harness = Of(TtlOf("write"));
        harness.Push(("put", "A"));
        var snapshot = harness.Snapshot();
        using (var longer = Of(Ttl.After(TimeSpan.FromSeconds(1))))
        {
            longer.Restore(snapshot);
            longer.AdvanceTime(TimeSpan.FromMilliseconds(500));
            longer.Push(("get", ""));
            Assert.Equal(["A"], longer.Output.Take());
        }

        using var never = Of(Ttl.Never);
        var refusal = Assert.Throws<InvalidJobException>(() => never.Restore(snapshot)).Message;
        Assert.Contains("had a time-to-live (00:00:00.1000000 after writes), and has no time-to-live now", refusal, StringComparison.Ordinal);

        static StreamHarness<(string Act, string Text), string> Of(Ttl ttl) =>
            StreamHarness.Of((DataStream<(string Act, string Text)> acts) => acts.KeyBy(static _ => "key").Process(new Player("value", ttl)).Uid("player"));
    }

    private static Ttl TtlOf(string mode)
    {
        var ttl = Ttl.After(mode.Contains("for ever", StringComparison.Ordinal) ? TimeSpan.FromTicks(long.MaxValue - 1) : TimeSpan.FromMilliseconds(100));
        if (mode.StartsWith("read", StringComparison.Ordinal)) ttl = ttl.OnReadAndWrite();
        return mode.EndsWith("until-cleaned", StringComparison.Ordinal) ? ttl.UntilCleaned() : ttl;
    }

    private TState Bound<TState>(TState state) where TState : KeyedStateDeclaration
    {
        state.Bind(_backend);
        return state;
    }

    private sealed class Sum : AggregateFunction<int, (int Count, int Sum), int>
    {
        public override (int Count, int Sum) CreateAccumulator() => (0, 0);

        public override (int Count, int Sum) Add((int Count, int Sum) accumulator, int value) => (accumulator.Count + 1, accumulator.Sum + value);

        public override int GetResult((int Count, int Sum) accumulator) => accumulator.Sum;

        public override (int Count, int Sum) Merge((int Count, int Sum) a, (int Count, int Sum) b) => throw new NotSupportedException();
    }

    private sealed class Player(string kind, Ttl ttl) : KeyedProcessFunction<string, (string Act, string Text), string>
    {
        private readonly ValueState<string> _value = new("value", ttl);
        private readonly MapState<int, string> _map = new("map", ttl);
        private readonly ListState<string> _list = new("list", ttl);
        private readonly ReducingState<string> _reducing = new("reducing", static (_, last) => last, ttl);
        private readonly AggregatingState<string, string, string> _aggregating = new("aggregating", new Last(), ttl);

        public override void Process((string Act, string Text) value, KeyedProcessContext<string> context, ICollector<string> output)
        {
            if (value.Act == "put") Put(value.Text);
            else if (value.Act == "clear") Clear();
            else output.Collect(Get() ?? "-");
        }

        private void Put(string text)
        {
            if (kind == "value") _value.Update(text);
            else if (kind == "map") _map.Put(1, text);
            else if (kind == "list") _list.Update([text]);
            else if (kind == "reducing") _reducing.Add(text);
            else _aggregating.Add(text);
        }

        private string? Get() => kind switch
        {
            "value" => _value.Value,
            "map" => _map.TryGet(1, out var text) ? text : null,
            "reducing" => _reducing.Value,
            "aggregating" => _aggregating.Value,
            _ => _list.Entries.SingleOrDefault(),
        };

        private void Clear()
        {
            if (kind == "value") _value.Clear();
            else if (kind == "map") _map.Clear();
            else if (kind == "list") _list.Clear();
            else if (kind == "reducing") _reducing.Clear();
            else _aggregating.Clear();
        }

        private sealed class Last : AggregateFunction<string, string, string>
        {
            public override string CreateAccumulator() => "";

            public override string Add(string accumulator, string value) => value;

            public override string GetResult(string accumulator) => accumulator;

            public override string Merge(string a, string b) => throw new NotSupportedException();
        }
    }
}
