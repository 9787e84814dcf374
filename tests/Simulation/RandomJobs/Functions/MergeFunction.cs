namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Maps one stream and filters the other.</summary>
internal sealed class MergeFunction(GraphNode node) : CoProcessFunction<Item, Item, Item>
{
    public override void Process1(Item value, ProcessContext context, ICollector<Item> output) => output.Collect(Semantics.Map(node, value));

    public override void Process2(Item value, ProcessContext context, ICollector<Item> output)
    {
        if (Semantics.Filter(node, value)) output.Collect(value);
    }
}
