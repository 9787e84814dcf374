namespace Millrace.Simulation.Tests.RandomJobs;

public sealed class RandomGraphTests
{
    [Fact]
    public void No_session_depends_on_whether_a_watermark_comes_between_two_records()
    {
        var sessions = 0;
        for (var seed = 0UL; seed < 2000; seed++)
        {
            var graph = new RandomGraph(new SeededRandom(seed), 8);
            foreach (var node in graph.Nodes.Where(static n => n.Kind == NodeKind.Session))
            {
                sessions++;
                Assert.False(graph.Model.HasOpenSessions(node.Id), $"seed {seed}, node {node.Id}");
            }
        }

        Assert.InRange(sessions, 20, int.MaxValue);
    }
}
