using Millrace.Core.Graph;
using Millrace.Core.Planning;

namespace Millrace.Core.Tests.Planning;

public sealed partial class PlanBuilderTests
{
    [Fact]
    public void A_parallelism_that_is_given_later_wins_over_the_definition()
    {
        var graph = Plan(new OperatorParallelism(2) { Given = new Dictionary<string, int> { ["keep"] = 5 } });
        Assert.Equal([2, 5, 2], graph.Vertices.Select(v => v.Parallelism));
        Assert.Equal(5, graph.Slots);
        Assert.Equal(Plan(new OperatorParallelism(7)).Fingerprint(), graph.Fingerprint());
    }

    [Fact]
    public void No_operator_gets_more_subtasks_than_there_are_slots()
    {
        var graph = Plan(new OperatorParallelism(4) { Given = new Dictionary<string, int> { ["keep"] = 5 }, Limit = 2 });
        Assert.Equal([2, 2], graph.Vertices.Select(v => v.Parallelism));
    }

    [Theory]
    [InlineData("kept", 2, "There is no operator 'kept' whose parallelism could be set. The job has: keep, sink-")]
    [InlineData("keep", 0, "Parallelism 0 of operator 'keep' is not between 1 and the max parallelism, 720.")]
    [InlineData("keep", 721, "Parallelism 721 of operator 'keep' is not between 1 and the max parallelism, 720.")]
    public void A_parallelism_that_cannot_be_given_is_refused(string id, int parallelism, string message)
    {
        var given = new OperatorParallelism(2) { Given = new Dictionary<string, int> { [id] = parallelism } };
        Assert.StartsWith(message, Assert.Throws<InvalidJobException>(() => Plan(given)).Message, StringComparison.Ordinal);
    }

    private static JobGraph Plan(OperatorParallelism parallelism)
    {
        var env = new StreamEnvironment();
        env.FromSource(new Numbers()).KeyBy(n => n % 10).Process(new Keep()).Parallelism(3).Uid("keep").SinkTo(new Nowhere());
        return new PlanBuilder(parallelism, 720, new TypeNames()).Build(env).Graph;
    }
}
