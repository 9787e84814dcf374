using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Core.Restoring;

namespace Millrace.Core.Tests.Restoring;

public sealed class FallbackRulesTests
{
    private static readonly string[] Damage = ["Checkpoint 2: blob-7 is missing."];

    [Fact]
    public void Nothing_is_refused_where_nothing_is_passed_over() => Assert.Null(FallbackRules.Refuse(Of(OperatorRole.ExactlyOnceSink, false), []));

    [Theory]
    [InlineData(OperatorRole.ExactlyOnceSink, true)]
    [InlineData(OperatorRole.Sink, false)]
    public void A_sink_that_takes_back_or_promises_nothing_stands_in_no_way(OperatorRole role, bool canRetract) =>
        Assert.Null(FallbackRules.Refuse(Of(role, canRetract), Damage));

    [Fact]
    public void A_sink_that_cannot_take_back_is_named_with_the_damage()
    {
        var refusal = FallbackRules.Refuse(Of(OperatorRole.ExactlyOnceSink, false), Damage);
        Assert.Contains("blob-7", refusal, StringComparison.Ordinal);
        Assert.Contains("'sink-it'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_whose_published_output_was_retracted_is_refused_with_the_one_that_was_restored()
    {
        var head = JobHead.Create("job-1", "job", 8).BeginAttempt(1, 0).Complete(new RetainedCheckpoint(4, "m"), 3).BeginAttempt(1, restored: 3);
        var refusal = FallbackRules.RefuseAbandoned(Of(OperatorRole.ExactlyOnceSink, true), head, 4);
        Assert.Contains("restored from checkpoint 3", refusal, StringComparison.Ordinal);
        Assert.Contains("'sink-it'", refusal, StringComparison.Ordinal);
        Assert.Null(FallbackRules.RefuseAbandoned(Of(OperatorRole.ExactlyOnceSink, true), head, 3));
        Assert.Null(FallbackRules.RefuseAbandoned(Of(OperatorRole.Sink, false), head, 4));
    }

    private static JobGraph Of(OperatorRole role, bool canRetract) =>
        new(8, [new JobVertex(0, 1, [new JobOperator(new OperatorId("sink"), "sink", "sink-it", role, true, canRetract, [])])], []);
}
