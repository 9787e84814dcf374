using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class ManifestChainTests
{
    private static readonly JobOperator[] Operators = [Operator("count", "n", "m")];

    [Fact]
    public void Increments_come_behind_their_base_whoever_wrote_them()
    {
        var first = Manifest(null, Blob("1-0", Full("n", 0), Full("n", 1)), Blob("1-1", Full("n", 2)));
        var second = Manifest(first, Blob("2-0", Increment("n", 1), Increment("n", 2)));
        var third = Manifest(second, Blob("3-0", Increment("n", 2)));
        Assert.Equal(["1-0 n0 n1", "1-1 n2", "2-0 n1 n2", "3-0 n2"], third.Blobs.Select(Text));
    }

    [Fact]
    public void A_new_base_does_away_with_what_was_before_and_blobs_without_blocks_go()
    {
        var first = Manifest(null, Blob("1-0", Full("n", 0), Full("n", 1)));
        var second = Manifest(first, Blob("2-0", Increment("n", 0), Increment("n", 1)));
        var third = Manifest(second, Blob("3-0", Full("n", 0), Full("n", 0)));
        Assert.Equal(["1-0 n1", "2-0 n1", "3-0 n0 n0"], third.Blobs.Select(Text));
        Assert.Equal(["3-0 n0 n0", "4-0 n1"], Manifest(third, Blob("4-0", Full("n", 1))).Blobs.Select(Text));
    }

    [Fact]
    public void A_key_group_that_has_become_empty_has_no_blocks()
    {
        var first = Manifest(null, Blob("1-0", Full("n", 0), Full("m", 0)));
        Assert.Equal(["1-0 m0"], Manifest(first, Blob("2-0", Full("n", 0) with { Length = 0 })).Blobs.Select(Text));
    }

    [Fact]
    public void State_without_a_key_is_always_whole()
    {
        var first = Manifest(null, Blob("1-0", Full("_splits", -1), Full("n", 0)), Blob("1-1", Full("_splits", -1)));
        Assert.Equal(["1-0 n0", "2-0 _splits-1"], Manifest(first, Blob("2-0", Full("_splits", -1))).Blobs.Select(Text));
    }

    [Fact]
    public void What_the_job_does_not_declare_any_more_is_dropped_and_timers_stay()
    {
        var first = Manifest(null, Blob("1-0", Full("n", 0), Full("old", 0), Full("_timers/event", 0), Full("n", 0) with { Operator = "gone" }));
        Assert.Equal(["1-0 n0 _timers/event0"], Manifest(first).Blobs.Select(Text));
    }

    [Theory]
    [InlineData(1, 720, 19)]
    [InlineData(6, 720, 6)]
    [InlineData(40, 720, 2)]
    [InlineData(1, 32768, 2)]
    [InlineData(1, 8, 64)]
    public void The_more_states_and_key_groups_there_are_the_shorter_chains_are(int states, int maxParallelism, int longest)
    {
        var op = Operator("count", [.. Enumerable.Range(0, states).Select(static i => $"s{i}")]) with { KeySchema = "string" };
        op = op with { States = [.. op.States.Select(static s => s with { KeySchema = "string" })] };
        Assert.Equal(longest, ManifestChain.LongestFor(new JobGraph(maxParallelism, [new JobVertex(0, 1, [op])], [])));
    }

    private static CheckpointManifest Manifest(CheckpointManifest? based, params StateBlob[] written) =>
        new("job", "job", 1, 8, false, Operators, ManifestChain.Next(based, written, Operators));

    private static JobOperator Operator(string id, params string[] states) => new(
        new OperatorId(id), "process", id, OperatorRole.Stateful, true, false, [.. states.Select(s => new StateDescriptor(s, "value", "string", "int32", null))]);

    private static StateBlob Blob(string name, params StateBlock[] blocks) => new(name, 100, blocks);

    private static StateBlock Full(string state, int keyGroup) => new("count", state, keyGroup, 0, 5, 0);

    private static StateBlock Increment(string state, int keyGroup) => Full(state, keyGroup) with { IsFull = false };

    private static string Text(StateBlob blob) => $"{blob.Name} {string.Join(' ', blob.Blocks.Select(b => $"{b.State}{b.KeyGroup}"))}";
}
