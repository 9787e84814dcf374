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
        var map = Total with { MapKeySchema = "string" };
        foreach (var changed in new[] { map with { Kind = "map" }, map with { MapKeySchema = "int64" }, map with { ValueSchema = "string" } })
            Assert.Contains("'total'", Assert.Single(RestoreRules.Check(Job(8, "count", changed), Of(8, "count", map), true)), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_key_is_refused_with_both_types_also_where_only_timers_have_it()
    {
        var problem = Assert.Single(RestoreRules.Check(Job(Keyed("K{A:int32,B:string}")), Of(Keyed("K{B:string,A:int32}")), true));
        Assert.Contains("was K{B:string,A:int32} and is K{A:int32,B:string} now", problem, StringComparison.Ordinal);
        Assert.Contains("another Uid", problem, StringComparison.Ordinal);
        Assert.Empty(Check(Job(Keyed("Order{Id|Number:int32}")), Of(Keyed("Sale{Number:int32}"))));
    }

    [Fact]
    public void Another_parameter_is_refused_with_both_values_and_one_that_is_new_is_not()
    {
        var plain = Plain(OperatorRole.Stateful);
        var (five, ten) = (plain with { Parameters = [new("the size", "5")] }, plain with { Parameters = [new("the size", "10")] });
        Assert.Contains("had the size 5 and has 10 now", Assert.Single(RestoreRules.Check(Job(ten), Of(five), allowDroppedState: true)), StringComparison.Ordinal);
        Assert.Contains("has none now", Assert.Single(Check(Job(plain), Of(five))), StringComparison.Ordinal);
        Assert.Empty(Check(Job(five), Of(five)));
        Assert.Empty(Check(Job(five), Of(plain)));
        Assert.NotEqual(Job(five).Fingerprint(), Job(ten).Fingerprint());
    }

    [Fact]
    public void An_operator_that_becomes_another_takes_no_state_along_unnoticed()
    {
        var (source, map, sink) = (Plain(OperatorRole.Source), Plain(OperatorRole.Stateless), Plain(OperatorRole.ExactlyOnceSink));
        Assert.Contains("--allow-dropped-state", Assert.Single(Check(Job(map), Of(source))), StringComparison.Ordinal);
        Assert.Contains("--allow-dropped-state", Assert.Single(Check(Job(Plain(OperatorRole.Sink)), Of(sink))), StringComparison.Ordinal);
        Assert.Empty(RestoreRules.Check(Job(map), Of(source), allowDroppedState: true));
        Assert.Contains("another Uid", Assert.Single(RestoreRules.Check(Job(source), Of(sink), allowDroppedState: true)), StringComparison.Ordinal);
        Assert.Empty(Check(Job(source), Of(map)));
    }

    [Fact]
    public void An_operator_that_is_given_a_uid_later_is_found_again_by_its_derived_id()
    {
        var old = Of(Operator("count-1", [Total]) with { HasUid = false });
        var job = Job(Operator("counts", [Total]) with { DerivedId = new OperatorId("count-1") });
        Assert.Empty(Check(job, old));
        var followed = FormerIds.Follow(old, job);
        Assert.Equal(("counts", "counts", "other"), (Assert.Single(followed.Operators).Id.Value, followed.Now("count-1"), followed.Now("other")));
        Assert.Same(followed, FormerIds.Follow(followed, job));
        Assert.Same(old, FormerIds.Follow(old, Job(Operator("count-1", [Total]))));
        Assert.Contains("'count-1'", Assert.Single(Check(Job(Operator("counts", [Total])), old)), StringComparison.Ordinal);
    }

    [Fact]
    public void Operator_state_is_judged_as_keyed_state_is()
    {
        var held = new StateDescriptor("held", "operator-list", "", "string");
        Assert.Empty(Check(Job(8, "hold", held), Of(8, "hold", held)));
        var union = Assert.Single(Check(Job(8, "hold", held with { Kind = "operator-union" }), Of(8, "hold", held)));
        Assert.Contains("was operator-list state of string, and is now operator-union state of string", union, StringComparison.Ordinal);
        Assert.Contains("does not fit", Assert.Single(Check(Job(8, "hold", held with { ValueSchema = "int64" }), Of(8, "hold", held))), StringComparison.Ordinal);
        Assert.Contains("--allow-dropped-state", Assert.Single(Check(Job(8, "hold"), Of(8, "hold", held))), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Check(JobGraph job, RestoredCheckpoint checkpoint) => RestoreRules.Check(job, checkpoint, allowDroppedState: false);

    private static JobOperator Keyed(string key) => Operator("timers", []) with { KeySchema = key };

    private static JobOperator Plain(OperatorRole role) => Operator("it", []) with { Role = role, Kind = role.ToString() };

    private static JobGraph Job(JobOperator op) => new(8, [new JobVertex(0, 1, [op])], []);

    private static RestoredCheckpoint Of(JobOperator op) => Of(8, op);

    private static RestoredCheckpoint Of(int maxParallelism, JobOperator op) => new(new CheckpointManifest("job-1", "job", 1, maxParallelism, false, false, "operators", []), [op]);

    private static JobGraph Job(int maxParallelism, string op, params StateDescriptor[] states) =>
        new(maxParallelism, [new JobVertex(0, 1, [Operator(op, states)])], []);

    private static RestoredCheckpoint Of(int maxParallelism, string op, params StateDescriptor[] states) => Of(maxParallelism, Operator(op, states));

    private static JobOperator Operator(string id, StateDescriptor[] states) =>
        new(new OperatorId(id), "process", id, OperatorRole.Stateful, true, true, states);
}
