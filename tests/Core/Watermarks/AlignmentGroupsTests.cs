using Millrace.Core.Graph;
using Millrace.Core.Watermarks;

namespace Millrace.Core.Tests.Watermarks;

public sealed class AlignmentGroupsTests
{
    private static readonly SubtaskId[] s_subtasks = [.. Enumerable.Range(0, 4).Select(static i => new SubtaskId(0, i))];

    [Fact]
    public void The_lowest_of_each_group_counts_once_all_subtasks_have_reported()
    {
        var groups = new AlignmentGroups(s_subtasks);
        groups.Take(s_subtasks[0], new AlignedWatermark("a", 5));
        groups.Take(s_subtasks[1], new AlignedWatermark("a", 3));
        groups.Take(s_subtasks[2], new AlignedWatermark("b", 9));
        Assert.Empty(groups.Lowest());
        groups.Take(s_subtasks[3], null);
        Assert.Equal([("a", 3), ("b", 9)], groups.Lowest().OrderBy(g => g.Key).Select(g => (g.Key, g.Value)));
        groups.Take(s_subtasks[1], new AlignedWatermark("a", 8));
        Assert.Equal(5, groups.Lowest()["a"]);
        groups.Take(s_subtasks[0], new AlignedWatermark("a", long.MaxValue));
        Assert.Equal(8, groups.Lowest()["a"]);
    }

    [Fact]
    public void One_that_has_ended_holds_back_no_other_whatever_report_comes_late()
    {
        var groups = new AlignmentGroups(s_subtasks.Take(2));
        groups.Take(s_subtasks[0], new AlignedWatermark("a", 3));
        groups.End(s_subtasks[0]);
        groups.Take(s_subtasks[1], new AlignedWatermark("a", 7));
        groups.Take(s_subtasks[0], new AlignedWatermark("a", 4));
        Assert.Equal(7, groups.Lowest()["a"]);
        Assert.Equal([s_subtasks[1]], groups.Reading);
        groups.End(s_subtasks[1]);
        Assert.Equal(long.MaxValue, groups.Lowest()["a"]);
        Assert.Empty(groups.Reading);
    }
}
