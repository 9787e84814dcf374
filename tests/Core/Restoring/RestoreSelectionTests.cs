using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

/// <summary>What a subtask receives from a restored checkpoint.</summary>
public sealed class RestoreSelectionTests
{
    private const int KeyGroups = 8;

    private static readonly JobOperator s_operator = new(
        new OperatorId("lookup"), "Process", "lookup", OperatorRole.Stateful, true, true, [new StateDescriptor("rules", "broadcast", "int", "long"), new StateDescriptor("n", "value", "int", "long")]);

    private readonly Dictionary<(int Subtask, long Checkpoint), IReadOnlyList<StateBlob>> _runs = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_key_group_goes_to_its_owner_and_of_copied_state_every_subtask_gets_one_copy(int parallelism)
    {
        var checkpoint = Checkpoint(3, s => [Blob($"old-{s}", [Block("rules", -1), .. Groups(3, s)])]);
        var selected = Select(checkpoint, parallelism);
        Assert.All(selected, state => Assert.Equal("rules", Assert.Single(Assert.Single(state.WithoutKey).Blob.Blocks).State));
        Assert.Equal(Enumerable.Range(0, KeyGroups), selected.SelectMany(static s => s.ByKey).SelectMany(static b => b.Blocks).Select(static b => b.KeyGroup).Order());
        foreach (var (subtask, state) in selected.Index())
            Assert.All(state.ByKey.SelectMany(static b => b.Blocks), b => Assert.Equal(subtask, KeyGroupAssignment.Even(2, KeyGroups, parallelism).OwnerOf(b.KeyGroup)));
    }

    [Fact]
    public void Every_subtask_gets_the_state_without_key_of_all_others_in_their_order()
    {
        var checkpoint = Checkpoint(3, static s => [Blob($"old-{s}", Block("_splits", -1))]);
        Assert.All(Select(checkpoint, 2), static state => Assert.Equal([("old-0", 0), ("old-1", 1), ("old-2", 2)], state.WithoutKey.Select(static b => (b.Blob.Name, b.Subtask))));
    }

    [Fact]
    public void Only_the_index_of_subtasks_whose_key_groups_it_owns_is_read_whole()
    {
        var checkpoint = Checkpoint(4, static s => [Blob($"old-{s}", Groups(4, s))], older: static s => [Blob($"older-{s}", Groups(4, s))]);
        Assert.Equal([(0, 6L), (0, 7L), (1, 6L), (1, 7L), (2, 7L), (3, 7L)], Selection(checkpoint, 0, 2).Runs.Select(static r => (r.Subtask, r.Run.Checkpoint)));
    }

    [Fact]
    public void State_without_a_key_of_an_older_checkpoint_and_what_is_not_declared_is_left_out()
    {
        var checkpoint = Checkpoint(1, static _ => [Blob("new", Block("n", 1), Block("gone", 1), Block("_timers/event", 2))], older: static _ => [Blob("old", Block("_epochs", -1), Block("n", 3))]);
        var state = Assert.Single(Select(checkpoint, 1));
        Assert.Empty(state.WithoutKey);
        Assert.Equal(["old n3", "new n1 _timers/event2"], state.ByKey.Select(static b => $"{b.Name} {string.Join(' ', b.Blocks.Select(static k => $"{k.State}{k.KeyGroup}"))}"));
    }

    [Fact]
    public void An_operator_that_was_given_a_uid_later_gets_its_state_under_it()
    {
        var checkpoint = Checkpoint(1, static _ => [Blob("a", Block("n", 1) with { Operator = "derived" })], "derived") with { Renamed = new Dictionary<string, string> { ["derived"] = "lookup" } };
        Assert.Equal("lookup", Assert.Single(Assert.Single(Assert.Single(Select(checkpoint, 1)).ByKey).Blocks).Operator);
    }

    private List<RestoredState> Select(RestoredCheckpoint checkpoint, int parallelism) => [.. Enumerable.Range(0, parallelism).Select(i =>
    {
        var selection = Selection(checkpoint, i, parallelism);
        return selection.Select(selection.Runs.Select(r => _runs[(r.Subtask, r.Run.Checkpoint)]));
    })];

    private static RestoreSelection Selection(RestoredCheckpoint checkpoint, int subtask, int parallelism) =>
        new(checkpoint, [s_operator], KeyGroupAssignment.Even(2, KeyGroups, parallelism), subtask, parallelism);

    private RestoredCheckpoint Checkpoint(int subtasks, Func<int, StateBlob[]> state, string op = "lookup", Func<int, StateBlob[]>? older = null)
    {
        for (var i = 0; i < subtasks; i++)
        {
            _runs[(i, 7)] = state(i);
            if (older is not null) _runs[(i, 6)] = older(i);
        }

        IReadOnlyList<IndexRun> runs = older is null ? [new IndexRun(7, 1)] : [new IndexRun(6, 1), new IndexRun(7, 1)];
        var other = new VertexState(["other"], KeyGroupAssignment.Even(1, KeyGroups, 1), [new SubtaskState(1, "n", [new IndexRun(7, 1)])]);
        var own = new VertexState([op], KeyGroupAssignment.Even(1, KeyGroups, subtasks), [.. Enumerable.Range(0, subtasks).Select(_ => new SubtaskState(1, "n", runs))]);
        return new RestoredCheckpoint(new CheckpointManifest("job-1", "job", 7, KeyGroups, false, false, "operators", [other, own]), [s_operator]);
    }

    private static StateBlock[] Groups(int parallelism, int subtask) => [.. KeyGroupAssignment.Even(1, KeyGroups, parallelism).OwnedBy(subtask).Select(static g => Block("n", g))];

    private static StateBlob Blob(string name, params StateBlock[] blocks) => new(name, 100, blocks);

    private static StateBlock Block(string state, int keyGroup) => new("lookup", state, keyGroup, 0, 5, 0);
}
