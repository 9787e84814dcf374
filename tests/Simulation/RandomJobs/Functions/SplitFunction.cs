namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>Sends some records to a side output.</summary>
internal sealed class SplitFunction(GraphNode node) : ProcessFunction<Item, Item>
{
    public static OutputTag<Item> Aside { get; } = new("aside");

    public override void Process(Item value, ProcessContext context, ICollector<Item> output)
    {
        if (Semantics.IsAside(node, value)) context.Output(Aside, value);
        else output.Collect(value);
    }
}
