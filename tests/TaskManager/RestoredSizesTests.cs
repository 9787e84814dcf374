using Millrace.Core.Checkpoints;

namespace Millrace.TaskManager.Tests;

public sealed class RestoredSizesTests
{
    [Fact]
    public void The_last_block_of_a_key_group_says_how_large_its_state_is()
    {
        var first = new StateBlob("a", 60, [Block("s", 1, 10), Block("s", 2, 20), Block("t", 1, 30)]);
        var second = new StateBlob("b", 12, [Block("s", 1, 4), Block("s", 1, 5) with { IsFull = false }]);
        var sizes = new RestoredSizes([first, second]);
        Assert.Equal([5, 20, 30], first.Blocks.Select(b => sizes.Of(b).Entries));
        Assert.Equal([5, 5], second.Blocks.Select(b => sizes.Of(b).Entries));
    }

    private static StateBlock Block(string state, int keyGroup, int entries) => new("op", state, keyGroup, 0, 10, 0, Size: new StateSize(entries, 0));
}
