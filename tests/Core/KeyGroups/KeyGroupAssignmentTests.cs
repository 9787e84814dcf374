using Millrace.Core.KeyGroups;

namespace Millrace.Core.Tests.KeyGroups;

public sealed class KeyGroupAssignmentTests
{
    [Theory]
    [InlineData(128, 3, "0-42 43-85 86-127")]
    [InlineData(128, 5, "0-25 26-51 52-76 77-102 103-127")]
    [InlineData(10, 4, "0-2 3-4 5-7 8-9")]
    [InlineData(242, 8, "0-30 31-60 61-90 91-120 121-151 152-181 182-211 212-241")]
    public void Ranges_are_those_of_the_field(int maxParallelism, int parallelism, string expected)
    {
        var assignment = KeyGroupAssignment.Even(1, maxParallelism, parallelism);
        var ranges = Enumerable.Range(0, parallelism).Select(s => assignment.OwnedBy(s).ToList()).Select(g => $"{g[0]}-{g[^1]}");
        Assert.Equal(expected, string.Join(' ', ranges));
    }

    [Fact]
    public void Every_key_group_has_one_owner_at_every_parallelism()
    {
        for (var max = 1; max <= 120; max++)
        {
            for (var parallelism = 1; parallelism <= max; parallelism++)
            {
                var assignment = KeyGroupAssignment.Even(1, max, parallelism);
                for (var subtask = 0; subtask < parallelism; subtask++)
                {
                    var first = ((subtask * max) + parallelism - 1) / parallelism;
                    var last = (((subtask + 1) * max) - 1) / parallelism;
                    Assert.Equal(Enumerable.Range(first, last - first + 1), assignment.OwnedBy(subtask));
                }
            }
        }
    }

    [Fact]
    public void Key_groups_of_keys_stay_as_they_are()
    {
        Assert.Equal(3244421341483603138UL, KeyGroup.Hash([]));
        Assert.Equal(KeyGroup.Hash("millrace"u8) % 720, (ulong)KeyGroup.Of(KeyGroup.Hash("millrace"u8), 720));
    }
}
