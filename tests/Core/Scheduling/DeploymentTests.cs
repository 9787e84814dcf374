using System.Text.Json;
using Millrace.Core.Graph;
using Millrace.Core.KeyGroups;
using Millrace.Core.Scheduling;

namespace Millrace.Core.Tests.Scheduling;

public sealed class DeploymentTests
{
    private static readonly JobGraph Graph = new(720, [new JobVertex(0, 3, []), new JobVertex(1, 2, [])], [new JobEdge(0, 0, 1, "key")]);
    private static readonly TaskPlacement Placement = new([new TaskManagerAddress("a", ""), new TaskManagerAddress("b", "")], [0, 1, 0]);

    [Fact]
    public void A_new_attempt_is_that_of_every_subtask_and_divides_the_key_groups_evenly()
    {
        var deployment = Deployment.Of(Graph, 7, Placement);

        Assert.All(Graph.Subtasks, s => Assert.Equal(7, deployment.AttemptOf(s)));
        Assert.Equal((7, 720), (deployment.AssignmentOf(1).Epoch, deployment.AssignmentOf(1).MaxParallelism));
        Assert.Equal(Enumerable.Range(360, 360), deployment.AssignmentOf(1).OwnedBy(1));
        Assert.Equal(Enumerable.Range(480, 240), deployment.AssignmentOf(0).OwnedBy(2));
    }

    [Fact]
    public void A_slot_holds_the_subtasks_with_its_index()
    {
        var deployment = Deployment.Of(Graph, 7, Placement);

        Assert.Equal([new SubtaskId(0, 0), new SubtaskId(0, 2), new SubtaskId(1, 0)], deployment.SubtasksOn("a", 7));
        Assert.Equal([new SubtaskId(0, 1), new SubtaskId(1, 1)], deployment.SubtasksOn("b", 7));
        Assert.Empty(deployment.SubtasksOn("a", 6));
    }

    // It is part of the head, which is written again with every checkpoint.
    [Fact]
    public void A_large_one_is_short_as_text()
    {
        var large = Deployment.Of(new JobGraph(720, [.. Enumerable.Range(0, 100).Select(v => new JobVertex(v, 720, []))], []), 123_456, new TaskPlacement([], []));
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(large).Length, 1, 10_000);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[1,8]")]
    [InlineData("[1,8,9]")]
    [InlineData("[1,8,2,3]")]
    [InlineData("[1,2000000000,2]")]
    [InlineData("[1,[]]")]
    [InlineData("[1,[0]]")]
    [InlineData("[1,[0,-1]]")]
    [InlineData("[1,[0,2000000000]]")]
    [InlineData("[1,[5,2]]")]
    [InlineData("[1,[0,2],3]")]
    public void What_is_no_assignment_of_key_groups_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<KeyGroupAssignment>(json));
}
