using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

/// <summary>Records in flight are judged as state is.</summary>
public sealed class InFlightRulesTests
{
    private static readonly OperatorInput s_input = new("numbers", null, 0, "key", "Sale{Amount:int64}", null);

    [Fact]
    public void The_same_definition_takes_them() => Assert.Empty(Check(Operator(s_input), Of(s_input)));

    [Fact]
    public void A_schema_that_cannot_be_read_is_refused_and_one_with_a_new_member_is_not()
    {
        Assert.Contains("do not fit", Assert.Single(Check(Operator(s_input with { Schema = "Sale{Amount:string}" }), Of(s_input))), StringComparison.Ordinal);
        Assert.Contains("no longer be serialized", Assert.Single(Check(Operator(s_input with { Schema = "" }), Of(s_input))), StringComparison.Ordinal);
        Assert.Empty(Check(Operator(s_input with { Schema = "Sale{Amount:int64,Shop:string}" }), Of(s_input)));
    }

    [Fact]
    public void Records_that_go_nowhere_are_refused_unless_dropping_is_allowed()
    {
        foreach (var now in new[] { Operator(), Operator(s_input with { Partitioning = "forward" }), Operator(s_input with { Input = 1 }), Operator(s_input) with { Id = new OperatorId("other") } })
        {
            Assert.Contains("--allow-dropped-state", Assert.Single(Check(now, Of(s_input))), StringComparison.Ordinal);
            Assert.Empty(RestoreRules.Check(Job(now), Of(s_input), allowDroppedState: true));
        }
    }

    [Fact]
    public void Nothing_is_judged_where_nothing_is_in_flight()
    {
        var checkpoint = Of(s_input);
        Assert.Empty(Check(Operator(), checkpoint with { Manifest = checkpoint.Manifest with { InFlight = [] } }));
    }

    [Fact]
    public void An_input_of_the_same_producer_is_preferred_to_one_of_the_same_partitioning_and_that_to_any()
    {
        var (other, custom) = (s_input with { From = "others" }, s_input with { Partitioning = "custom" });
        Assert.Equal(1, Match(other, s_input, custom));
        Assert.Equal(1, Match(custom, other));
        Assert.Equal(0, Match(custom));
        Assert.Null(Match(s_input with { Partitioning = "forward" }));
    }

    [Fact]
    public void A_producer_that_was_given_a_uid_later_is_the_same_one()
    {
        var checkpoint = Of(s_input) with { Renamed = new Dictionary<string, string> { ["numbers"] = "named" } };
        Assert.Equal(1, InFlightRules.Match(s_input, Operator(s_input with { From = "others" }, s_input with { From = "named" }), checkpoint));
    }

    [Theory]
    [InlineData("key", true)]
    [InlineData("rebalance", true)]
    [InlineData("custom", true)]
    [InlineData("forward", false)]
    [InlineData("broadcast", false)]
    public void Broadcast_and_forward_edges_are_always_aligned(string partitioning, bool mayBe)
    {
        Assert.Equal(mayBe, (s_input with { Partitioning = partitioning }).MayBeOvertaken);
        Assert.False((s_input with { Partitioning = partitioning, Schema = "" }).MayBeOvertaken);
    }

    [Fact]
    public void Savepoints_and_stops_are_always_aligned()
    {
        var barrier = new CheckpointBarrier(1, AlignmentTimeout: TimeSpan.Zero);
        Assert.True(barrier.MayOvertake);
        Assert.All([barrier with { IsSavepoint = true }, barrier with { Stop = true }, barrier with { Drain = true }, barrier with { AlignmentTimeout = null }], static b => Assert.False(b.MayOvertake));
    }

    private static int? Match(params OperatorInput[] now) => InFlightRules.Match(s_input, Operator(now), Of(s_input));

    private static IReadOnlyList<string> Check(JobOperator now, RestoredCheckpoint checkpoint) => RestoreRules.Check(Job(now), checkpoint, allowDroppedState: false);

    private static JobOperator Operator(params OperatorInput[] inputs) =>
        new(new OperatorId("work"), "map", "work", OperatorRole.Stateless, true, true, []) { Inputs = inputs };

    private static JobGraph Job(JobOperator op) => new(8, [new JobVertex(0, 1, [op])], []);

    private static RestoredCheckpoint Of(OperatorInput input) =>
        new(new CheckpointManifest("job-1", "job", 1, 8, false, false, "operators", []) { InFlight = [new InFlightPart(0, 0, "work", 0)] }, [Operator(input)]);
}
