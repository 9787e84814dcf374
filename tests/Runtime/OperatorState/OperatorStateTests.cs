using CsCheck;
using Millrace.Core.Graph;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Serialization;

namespace Millrace.Runtime.Tests.OperatorState;

public sealed class OperatorStateTests
{
    [Fact]
    public void A_list_keeps_its_elements_in_order()
    {
        var state = new OperatorSubtasks<Holder>(1).Functions[0].Held;
        state.AddRange(["a", "b"]);
        state.Add("c");
        Assert.Equal(["a", "b", "c"], state.Entries);
        state.Update(state.Entries.Where(e => e != "b"));
        Assert.Equal((2, "a c"), (state.Count, string.Join(' ', state.Entries)));
        foreach (var _ in state.Entries) state.Add("d");
        Assert.Equal(["a", "c", "d", "d"], state.Entries);
        state.Clear();
        Assert.Empty(state.Entries);
    }

    [Fact]
    public void An_element_that_is_changed_in_place_was_never_changed()
    {
        var state = new OperatorSubtasks<Holder>(1).Functions[0].Lists;
        state.Add([1, 2]);
        state.Entries.Single().Add(3);
        Assert.Equal([1, 2], state.Entries.Single());
    }

    [Fact]
    public void A_list_is_dealt_through_any_parallelisms_each_element_once() =>
        Gen.Select(Gen.String[Gen.Char.AlphaNumeric, 0, 3].Array[0, 20], Gen.Int[1, 7].Array[1, 5]).Sample((elements, parallelisms) =>
        {
            var subtasks = new OperatorSubtasks<Holder>(3);
            foreach (var (i, element) in elements.Index()) subtasks.Functions[i % 3].Held.Add(element);
            foreach (var parallelism in parallelisms) subtasks = subtasks.Rescale(parallelism);
            Assert.Equal(elements.Order(StringComparer.Ordinal), subtasks.Functions.SelectMany(f => f.Held.Entries).Order(StringComparer.Ordinal));
        });

    [Fact]
    public void At_the_same_parallelism_each_subtask_has_its_own_list_again_also_beside_empty_ones()
    {
        var subtasks = new OperatorSubtasks<Holder>(4);
        subtasks.Functions[2].Held.AddRange(["x", "y", "z"]);
        Assert.Equal(["x", "y", "z"], subtasks.Rescale(4).Functions[2].Held.Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Each_subtask_gets_a_whole_union_in_the_order_of_the_old_subtasks(int parallelism)
    {
        var subtasks = new OperatorSubtasks<Holder>(3);
        foreach (var (i, function) in subtasks.Functions.Index()) function.Known.AddRange([i, i + 10]);
        Assert.All(subtasks.Rescale(parallelism).Functions, f => Assert.Equal([0, 10, 1, 11, 2, 12], f.Known.Entries));
    }

    [Fact]
    public void Elements_of_an_earlier_schema_are_read_as_they_were_written()
    {
        var old = new OperatorSubtasks<Before>(2);
        old.Functions[0].Places.Add(new Before.Place("a", 1));
        old.Functions[1].Places.Add(new Before.Place("b", 2));
        var written = new StateDescriptor("places", "operator-list", "", new SerializerCache().For<Before.Place>().Schema.ToString());
        var now = new OperatorSubtasks<Now>(1, old.Snapshot(), new Dictionary<string, StateDescriptor> { ["places"] = written });
        Assert.Equal([new Now.Place("a", null), new Now.Place("b", null)], now.Functions[0].Places.Entries);
    }

    [Fact]
    public void A_damaged_block_is_refused()
    {
        var block = ElementBlock.Write([[1, 2, 3], [4]]);
        Assert.Throws<InvalidDataException>(() => ElementBlock.Read(block.AsSpan(0, block.Length - 1)));
        Assert.Throws<InvalidDataException>(() => ElementBlock.Read([.. block, 0]));
        Assert.Throws<InvalidDataException>(() => ElementBlock.Read([1, 0, 0, 0, 255, 255, 255, 255]));
    }

    [Fact]
    public void State_that_is_not_bound_says_so() =>
        Assert.Contains("'held'", Assert.Throws<InvalidJobException>(() => new Holder().Held.Add("x")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_function_of_two_subtasks_is_refused()
    {
        var function = new Holder();
        new OperatorStateBackend(0, 2, new SerializerCache(), new Dictionary<string, StateDescriptor>()).Open(function, []);
        var second = new OperatorStateBackend(1, 2, new SerializerCache(), new Dictionary<string, StateDescriptor>());
        Assert.Contains("two subtasks", Assert.Throws<InvalidJobException>(() => second.Open(function, [])).Message, StringComparison.Ordinal);
    }

    private sealed class Holder
    {
        public readonly OperatorListState<string> Held = new("held");
        public readonly OperatorListState<List<int>> Lists = new("lists");
        public readonly OperatorUnionState<int> Known = new("known");
    }

    private sealed class Before
    {
        public readonly OperatorListState<Place> Places = new("places");

        public sealed record Place(string Name, int Height);
    }

    private sealed class Now
    {
        public readonly OperatorListState<Place> Places = new("places");

        public sealed record Place(string Name, string? Country);
    }
}
