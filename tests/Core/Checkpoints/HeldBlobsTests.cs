using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Tests.Checkpoints;

public sealed class HeldBlobsTests
{
    private readonly HeldBlobs _held = new();

    [Fact]
    public void A_blob_that_several_subtasks_refer_to_after_a_rescale_is_free_when_the_last_one_frees_it()
    {
        _held.Begin(Id(0));
        _held.Begin(Id(1));
        Assert.Empty(_held.Complete([Report(0, added: ["a", "b"]), Report(1, added: ["b", "c"])]));
        Assert.Equal(["a"], _held.Complete([Report(0, freed: ["a", "b"])]));
        Assert.Equal(["b"], _held.Complete([Report(1, freed: ["b"])]));
    }

    [Fact]
    public void What_one_frees_while_another_adds_it_stays() =>
        Assert.Empty(_held.Complete([Report(0, added: ["a"]), Report(1, added: ["a"], freed: ["x"]), Report(0, freed: ["a"])]).Except(["x"]));

    [Fact]
    public void A_subtask_with_a_new_attempt_says_anew_what_it_holds()
    {
        _held.Begin(Id(0));
        _held.Complete([Report(0, added: ["a", "b"])]);
        _held.Begin(Id(0));
        Assert.Equal(["b", "o"], _held.Complete([Report(0, added: ["a", "c"], freed: ["o"])]));
        Assert.Equal(["a"], _held.Complete([Report(0, freed: ["a"])]));
    }

    private static SubtaskId Id(int index) => new(0, index);

    private static SubtaskAcknowledgement Report(int index, string[]? added = null, string[]? freed = null) =>
        new(Id(index), 1, false, new SubtaskState(1, "n", [])) { Added = added ?? [], Freed = freed ?? [] };
}
