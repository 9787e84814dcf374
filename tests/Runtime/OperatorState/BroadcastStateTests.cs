using CsCheck;
using Millrace.Core.Graph;
using Millrace.Core.Keys;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Serialization;
using Millrace.Runtime.State.Undo;

namespace Millrace.Runtime.Tests.OperatorState;

public sealed class BroadcastStateTests
{
    private readonly BroadcastGate _gate = new();
    private readonly SerializerCache _serializers = new();

    [Fact]
    public void It_is_a_map_in_the_order_of_its_keys() => Gen.Select(Gen.Int[0, 3], Gen.Int[-9, 9], Gen.Int).Array.Sample(steps =>
    {
        var gate = new BroadcastGate();
        var (state, model) = (Copy<int, int>(gate), new SortedDictionary<int, int>());
        using var open = gate.Open();
        foreach (var (step, key, value) in steps)
        {
            switch (step)
            {
                case 0:
                    Assert.Equal(model.Remove(key), state.Remove(key));
                    break;
                case 1 when key == 9:
                    model.Clear();
                    state.Clear();
                    break;
                default:
                    model[key] = value;
                    state.Put(key, value);
                    break;
            }

            Assert.Equal(model, state.Entries());
            Assert.Equal((model.TryGetValue(key, out var expected), expected), (state.TryGet(key, out var found), found));
        }

        var restored = Copy<int, int>();
        restored.Restore([state.ToBlock()], null);
        Assert.Equal((model.Count, true), (restored.Count, restored.Entries().SequenceEqual(model)));
    });

    [Fact]
    public void What_is_enumerated_stays_as_it_was()
    {
        var state = Copy<string, string>();
        using var open = _gate.Open();
        foreach (var key in "dbac") state.Put(key.ToString(), "old");
        var seen = new List<string>();
        foreach (var (key, value) in state.Entries())
        {
            seen.Add(key + value);
            state.Put("a" + key, "new");
            state.Put("d", "new");
            state.Remove("c");
        }

        Assert.Equal(["aold", "bold", "cold", "dold"], seen);
        Assert.Equal(["a", "aa", "ab", "ac", "ad", "b", "d"], state.Entries().Select(e => e.Key));
    }

    [Fact]
    public void It_is_changed_only_while_a_broadcast_record_is_processed()
    {
        var state = Copy<string, int>();
        using (_gate.Open()) state.Put("a", 1);
        foreach (var change in new Action[] { () => state.Put("b", 2), () => state.Remove("a"), state.Clear })
        {
            var refused = Assert.Throws<InvalidOperationException>(change);
            Assert.Contains("'copy' was changed outside ProcessBroadcast", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal([KeyValuePair.Create("a", 1)], state.Entries());
    }

    [Fact]
    public void A_value_that_is_changed_in_place_was_never_changed()
    {
        var state = Copy<string, List<int>>();
        List<int> value = [1];
        using (_gate.Open()) state.Put("a", value);
        value.Add(2);
        Assert.True(state.TryGet("a", out var read));
        Assert.Equal([1], read);
        read.Add(3);
        Assert.Equal([1], state.Entries().Single().Value);
    }

    [Fact]
    public void A_value_that_cannot_be_kept_changes_nothing()
    {
        var state = Copy<string, Shape>();
        using var open = _gate.Open();
        state.Put("a", new Shape());
        Assert.ThrowsAny<Exception>(() => state.Put("0", new Square()));
        Assert.Equal(["a"], state.Entries().Select(e => e.Key));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void A_subtask_has_the_copy_of_the_old_subtask_by_index(int parallelism)
    {
        var subtasks = new OperatorSubtasks<Holder>(2);
        foreach (var (i, function) in subtasks.Functions.Index())
        {
            using var open = subtasks.Backends[i].Gate.Open();
            function.Rules.Put("from", i);
        }

        var now = subtasks.Rescale(parallelism).Functions;
        Assert.Equal(Enumerable.Range(0, parallelism).Select(i => i % 2), now.Select(f => f.Rules.Entries.Single().Value));
    }

    [Fact]
    public void Values_of_an_earlier_schema_are_read_as_they_were_written()
    {
        var old = Copy<string, Before>();
        using (_gate.Open()) old.Put("a", new Before(7, "x"));
        var now = Copy<string, Now>();
        now.Restore([old.ToBlock()], new StateDescriptor("copy", "broadcast", "string", _serializers.For<Before>().Schema.ToString()));
        Assert.Equal([KeyValuePair.Create("a", new Now("x", null))], now.Entries());
        var again = Copy<string, Now>();
        again.Restore([now.ToBlock()], null);
        Assert.Equal(now.Entries(), again.Entries());
    }

    [Fact]
    public void A_damaged_block_is_refused() =>
        Assert.Throws<InvalidDataException>(() => Copy<string, int>().Restore([ElementBlock.Write([[1], [2], [3]])], null));

    private BroadcastCopy<TKey, TValue> Copy<TKey, TValue>(BroadcastGate? gate = null) where TKey : notnull =>
        new("copy", 0, gate ?? _gate, KeyCodecs.Create<TKey>(), _serializers, new RecordUndo());

    private sealed class Holder
    {
        public readonly BroadcastState<string, int> Rules = new("rules");
    }

    private sealed record Before(int Dropped, string Kept);

    private sealed record Now(string Kept, int? Added);

    private class Shape;

    private sealed class Square : Shape;
}
