namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>Sends some records to a side output.</summary>
internal sealed class SplitFunction(GraphNode node, Sightings seen) : ProcessFunction<Item, Item>
{
    public static OutputTag<Item> Aside { get; } = new("aside");

    public override void Process(Item value, ProcessContext context, ICollector<Item> output)
    {
        if (!Semantics.IsAside(node, value))
        {
            output.Collect(value);
            return;
        }

        seen.Note("record aside");
        context.Output(Aside, value);
    }
}
