using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

/// <summary>Which blocks of records in flight a subtask reads.</summary>
public sealed class InFlightSelectionTests
{
    private const int KeyGroups = 8;
    private const int Consumers = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Keyed_ones_go_where_the_key_groups_of_their_consumer_are(int parallelism)
    {
        var now = KeyGroupAssignment.Even(2, KeyGroups, parallelism);
        var then = KeyGroupAssignment.Even(1, KeyGroups, Consumers);
        foreach (var (subtask, blocks) in Select("key", "key", parallelism).Index())
        {
            var wanted = now.OwnedBy(subtask).Select(then.OwnerOf).Distinct().Order().ToList();
            Assert.Equal([.. wanted.Select(static to => $"received-{to}:{to}"), .. wanted.Select(static to => $"sent:{to}")], blocks);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void Rebalanced_ones_are_dealt_round_robin_and_none_twice(int parallelism)
    {
        var all = Select("rebalance", "rebalance", 1)[0];
        var dealt = Select("rebalance", "rebalance", parallelism);
        Assert.Equal(2 * Consumers, all.Count);
        foreach (var (subtask, blocks) in dealt.Index()) Assert.Equal(all.Where((_, i) => i % parallelism == subtask), blocks);
    }

    [Theory]
    [InlineData("custom", "custom")]
    [InlineData("rebalance", "key")]
    [InlineData("key", "broadcast")]
    public void Where_the_function_decides_or_the_partitioning_is_another_every_subtask_reads_all(string then, string now) =>
        Assert.All(Select(then, now, 3), static blocks => Assert.Equal(2 * Consumers, blocks.Count));

    [Fact]
    public void Without_an_input_that_takes_them_they_are_left_out() => Assert.All(Select("key", "forward", 2), Assert.Empty);

    private static List<List<string>> Select(string then, string now, int parallelism)
    {
        var checkpoint = Checkpoint(then);
        return [.. Enumerable.Range(0, parallelism).Select(i =>
        {
            var selection = new RestoreSelection(checkpoint, [Operator(now)], KeyGroupAssignment.Even(2, KeyGroups, parallelism), i, parallelism);
            var state = selection.Select(selection.Runs.Select(static r => (IReadOnlyList<StateBlob>)[r.Vertex == 0
                ? new StateBlob("sent", 100, [.. Enumerable.Range(0, Consumers).Select(Block)])
                : new StateBlob($"received-{r.Subtask}", 100, [Block(r.Subtask)])]));
            Assert.Empty(state.WithoutKey);
            return state.InFlight.SelectMany(static b => b.Blocks.Select(k => $"{b.Name}:{InFlightState.Parse(k.State).To}")).ToList();
        })];
    }

    private static StateBlock Block(int to) => new("work", InFlightState.NameOf(0, to), -1, 0, 5, 0);

    private static JobOperator Operator(string partitioning) =>
        new(new OperatorId("work"), "Process", "work", OperatorRole.Stateful, true, true, []) { Inputs = [new OperatorInput("numbers", null, 0, partitioning, "int64", null)] };

    private static RestoredCheckpoint Checkpoint(string partitioning)
    {
        var source = new VertexState(["numbers"], KeyGroupAssignment.Even(1, KeyGroups, 1), [State()]);
        var own = new VertexState(["work"], KeyGroupAssignment.Even(1, KeyGroups, Consumers), [.. Enumerable.Range(0, Consumers).Select(static _ => State())]);
        var manifest = new CheckpointManifest("job-1", "job", 7, KeyGroups, false, false, "operators", [source, own])
        {
            InFlight = [new InFlightPart(0, 0, "work", 0), .. Enumerable.Range(0, Consumers).Select(static i => new InFlightPart(1, i, "work", 0))],
        };
        return new RestoredCheckpoint(manifest, [Operator(partitioning)]);
    }

    private static SubtaskState State() => new(1, "n", [new IndexRun(7, 1)]);
}
