using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

public sealed class RestoreRulesTests
{
    private static readonly StateDescriptor Total = new("total", "value", "string", "int64");

    [Fact]
    public void The_same_definition_goes_on() => Assert.Empty(Check(Job(8, "count", Total), Of(8, "count", Total)));

    [Fact]
    public void State_that_is_new_begins_empty() => Assert.Empty(Check(Job(8, "count", Total, Total with { Name = "other" }), Of(8, "count", Total)));

    [Fact]
    public void Another_max_parallelism_is_refused() =>
        Assert.Contains("--max-parallelism 16", Assert.Single(Check(Job(8, "count", Total), Of(16, "count", Total))), StringComparison.Ordinal);

    [Theory]
    [InlineData("renamed", "total")]
    [InlineData("count", "sum")]
    public void Dropped_state_is_refused_unless_it_is_allowed(string op, string state)
    {
        var job = Job(8, op, Total with { Name = state });
        Assert.Contains("--allow-dropped-state", Assert.Single(Check(job, Of(8, "count", Total))), StringComparison.Ordinal);
        Assert.Empty(RestoreRules.Check(job, Of(8, "count", Total), allowDroppedState: true));
    }

    [Fact]
    public void Another_kind_key_or_value_is_refused_also_where_dropping_is_allowed()
    {
        foreach (var changed in new[] { Total with { Kind = "map" }, Total with { KeySchema = "int64" }, Total with { ValueSchema = "string" } })
            Assert.Contains("'total'", Assert.Single(RestoreRules.Check(Job(8, "count", changed), Of(8, "count", Total), true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_state_is_judged_as_keyed_state_is()
    {
        var held = new StateDescriptor("held", "operator-list", "", "string");
        Assert.Empty(Check(Job(8, "hold", held), Of(8, "hold", held)));
        var union = Assert.Single(Check(Job(8, "hold", held with { Kind = "operator-union" }), Of(8, "hold", held)));
        Assert.Contains("was operator-list state, and is now operator-union state", union, StringComparison.Ordinal);
        Assert.Contains("does not fit", Assert.Single(Check(Job(8, "hold", held with { ValueSchema = "int64" }), Of(8, "hold", held))), StringComparison.Ordinal);
        Assert.Contains("--allow-dropped-state", Assert.Single(Check(Job(8, "hold"), Of(8, "hold", held))), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(JobGraph job, CheckpointManifest manifest) => RestoreRules.Check(job, manifest, allowDroppedState: false);

    private static JobGraph Job(int maxParallelism, string op, params StateDescriptor[] states) =>
        new(maxParallelism, [new JobVertex(0, 1, [Operator(op, states)])], []);

    private static CheckpointManifest Of(int maxParallelism, string op, params StateDescriptor[] states) =>
        new("job-1", "job", 1, maxParallelism, false, [Operator(op, states)], []);

    private static JobOperator Operator(string id, StateDescriptor[] states) =>
        new(new OperatorId(id), "process", id, OperatorRole.Stateful, true, true, states);
}
