using Millrace.Core.Checkpoints;

namespace Millrace.TaskManager.Tests;

public sealed class BaseBytesTests
{
    [Fact]
    public void A_key_groups_complete_state_is_counted_down_over_all_blobs_and_its_increments_are_not()
    {
        var first = new StateBlob("a", 60, [new StateBlock("op", "s", 1, 0, 10, 0), new StateBlock("op", "s", 2, 10, 20, 0), new StateBlock("op", "t", 1, 30, 30, 0)]);
        var second = new StateBlob("b", 12, [new StateBlock("op", "s", 1, 0, 5, 0), new StateBlock("op", "s", 1, 5, 7, 0, IsFull: false)]);
        var left = new BaseBytes([first, second]);
        Assert.Equal([5, 0, 0], first.Blocks.Select(left.After));
        Assert.Equal([0, 0], second.Blocks.Select(left.After));
    }
}
