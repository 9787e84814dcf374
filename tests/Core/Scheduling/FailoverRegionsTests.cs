using Millrace.Core.Graph;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Tests.Scheduling;

public sealed class FailoverRegionsTests
{
    [Fact]
    public void Parts_of_a_job_that_are_not_connected_are_regions_of_their_own()
    {
        var regions = new FailoverRegions(Graph([2, 2, 3, 1], (0, 1, "key"), (2, 3, "rebalance")));
        Assert.Equal(2, regions.Count);
        Assert.Equal(["0/0", "0/1", "1/0", "1/1"], Of(regions, new SubtaskId(1, 1)));
        Assert.Equal(["2/0", "2/1", "2/2", "3/0"], Of(regions, new SubtaskId(2, 2)));
    }

    [Fact]
    public void A_union_or_a_join_connects_its_inputs()
    {
        var regions = new FailoverRegions(Graph([2, 3, 2], (0, 2, "key"), (1, 2, "key")));
        Assert.Equal(1, regions.Count);
    }

    [Fact]
    public void Subtasks_that_only_forward_to_each_other_are_a_region_for_each_index()
    {
        var regions = new FailoverRegions(Graph([3, 3, 3], (0, 1, "forward"), (1, 2, "forward")));
        Assert.Equal(3, regions.Count);
        Assert.Equal(["0/1", "1/1", "2/1"], Of(regions, new SubtaskId(2, 1)));
    }

    [Fact]
    public void What_forwards_at_another_parallelism_goes_to_all()
    {
        var regions = new FailoverRegions(Graph([3, 2], (0, 1, "forward")));
        Assert.Equal(1, regions.Count);
    }

    [Fact]
    public void The_subtasks_of_a_single_vertex_do_not_depend_on_each_other()
    {
        var regions = new FailoverRegions(Graph([4]));
        Assert.Equal(4, regions.Count);
        Assert.Equal(["0/1", "0/3"], Of(regions, new SubtaskId(0, 3), new SubtaskId(0, 1)));
    }

    [Fact]
    public void The_subtasks_of_a_source_divide_its_splits_and_belong_together()
    {
        var source = new JobOperator(new OperatorId("numbers"), "source", "numbers", OperatorRole.Source, true, false, []);
        var regions = new FailoverRegions(new JobGraph(720, [new JobVertex(0, 2, [source]), new JobVertex(1, 2, [])], [new JobEdge(0, 0, 1, "forward")]));
        Assert.Equal(1, regions.Count);
    }

    [Fact]
    public void A_large_job_is_divided_in_a_moment()
    {
        var regions = new FailoverRegions(Graph([.. Enumerable.Repeat(720, 100)], [.. Enumerable.Range(0, 99).Select(static v => (v, v + 1, v % 2 == 0 ? "key" : "forward"))]));
        Assert.Equal(1, regions.Count);
    }

    private static IEnumerable<string> Of(FailoverRegions regions, params SubtaskId[] subtasks) => regions.Of(subtasks).OrderBy(static s => s.Vertex).ThenBy(static s => s.Index).Select(static s => s.ToString());

    private static JobGraph Graph(int[] parallelism, params (int From, int To, string Partitioning)[] edges) => new(
        720, [.. parallelism.Select(static (p, i) => new JobVertex(i, p, []))], [.. edges.Select(static (e, i) => new JobEdge(i, e.From, e.To, e.Partitioning))]);
}
