using Microsoft.Extensions.Time.Testing;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State;
using Millrace.Runtime.State.Heap;
using Millrace.Testing;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.State;

/// <summary>Time-to-live of keyed state; the scripts are those of the shared cases, section 15, with a time-to-live of 100 ms.</summary>
public sealed partial class TtlTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly KeyContext<string> _key = new(KeyCodecs.Create<string>(), 30);
    private readonly HeapStateBackend _backend;

    public TtlTests()
    {
        _backend = new HeapStateBackend(new KeyedStateContext(
            "job", new OperatorId("op"), 0, 1, _key, new SerializerCache(), new Dictionary<string, StateDescriptor>(), _time, new PlayedEventClock()));
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
        // A value, a map entry with its head, three list elements with theirs, and their count.
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
        Assert.Contains("is not valid", Assert.Throws<InvalidJobException>(static () => Ttl.After(TimeSpan.Zero)).Message, StringComparison.Ordinal);

    public static TheoryData<string> Kinds => ["value", "map", "list", "reducing", "aggregating"];

    /// <summary>A value is written at 0 and restored at 50, with a time-to-live of 100 ms or one of another kind.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void State_goes_on_with_another_time_to_live(string kind)
    {
        Check(TtlOf("write"), Ttl.After(TimeSpan.FromSeconds(1)), (999, "A"), (1000, "-"));
        Check(Ttl.Never, TtlOf("write"), (149, "A"), (150, "-"));
        Check(TtlOf("write"), Ttl.Never, (100_000, "A"));
        Check(TtlOf("write").InEventTime(), TtlOf("write"), (149, "A"), (150, "-"));
        Check(TtlOf("write"), TtlOf("write").InEventTime(), (149, "A"), (150, "-"));
        Check(Ttl.Never, TtlOf("write").InEventTime(), (149, "A"), (150, "-"));
        Check(TtlOf("write").InEventTime(), Ttl.Never, (100_000, "A"));

        void Check(Ttl was, Ttl isNow, params (int At, string Found)[] looks)
        {
            foreach (var (at, found) in looks)
            {
                using var before = Of(was);
                before.Push(("put", "A"), 0);
                before.AdvanceTime(TimeSpan.FromMilliseconds(50));
                before.AdvanceWatermark(50);
                using var now = Of(isNow);
                now.AdvanceTime(TimeSpan.FromMilliseconds(50));
                now.Restore(before.Snapshot());
                // A second restore, because converted state is written in the current form.
                now.Restore(now.Snapshot());
                now.AdvanceTime(TimeSpan.FromMilliseconds(at - 50));
                now.Push(("get", ""), at);
                Assert.Equal((kind, was, isNow, at, found), (kind, was, isNow, at, Assert.Single(now.Output)));
            }
        }

        StreamHarness<(string Act, string Text), string> Of(Ttl ttl) =>
            StreamHarness.Of((DataStream<(string Act, string Text)> acts) => acts.KeyBy(static _ => "key").Process(new Player(kind, ttl)).Uid("player"));
    }

    /// <summary>Processing time does not matter, and neither does how far the watermark lags behind ordered records.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void In_event_time_a_value_lives_from_record_to_record(string kind)
    {
        using var harness = StreamHarness.Of((DataStream<(string Act, string Text)> acts) =>
            acts.KeyBy(static a => a.Text).Process(new Player(kind, TtlOf("write").InEventTime())).Uid("player"), new StreamHarnessOptions { MaxParallelism = 2 });
        harness.Push(("put", ""), 0);
        harness.AdvanceTime(TimeSpan.FromDays(1));
        harness.Push(("get", ""), 99);
        harness.Push(("get", ""), 100);
        harness.Push(("put", ""), 200);
        // A record out of order does not shorten the life; but a list then has other elements.
        harness.Push(("put", ""), 150);
        harness.Push(("get", ""), 299);
        Assert.Equal(["", "-", kind == "list" ? "-" : ""], harness.Output.Take());
        var held = harness.StateEntries;
        harness.Restore(harness.Snapshot(), parallelism: 2);
        Assert.Equal(held, harness.StateEntries);
        // A late record is read as of the watermark, at which expired keys are removed while others come.
        harness.AdvanceWatermark(1000);
        for (var i = 0; i < 40; i++) harness.Push(("get", "other"), 1001);
        harness.Push(("get", ""), 250);
        Assert.Equal("-", harness.Output[^1]);
        Assert.Equal(0, harness.StateEntries);
    }

    [Fact]
    public void A_record_without_a_time_is_refused_where_state_lives_in_event_time()
    {
        using var harness = StreamHarness.Of((DataStream<(string Act, string Text)> acts) => acts.KeyBy(static _ => 1).Process(new Failing()).Map(static s => s));
        harness.Push(("put", ""));
        Assert.Contains("has no timestamp", Assert.Single(harness.Output), StringComparison.Ordinal);
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
}
