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

    private static JobGraph Of(OperatorRole role, bool canRetract) =>
        new(8, [new JobVertex(0, 1, [new JobOperator(new OperatorId("sink"), "sink", "sink-it", role, true, canRetract, [])])], []);
}
