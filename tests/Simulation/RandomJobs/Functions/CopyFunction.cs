using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>The flat map as an unkeyed function.</summary>
internal sealed class CopyFunction(GraphNode node, FaultPlan faults) : ProcessFunction<Item, Item>
{
    private bool _open;

    public override void Open(FunctionContext context) => _open = true;

    public override void Process(Item value, ProcessContext context, ICollector<Item> output)
    {
        if (!_open) throw new InvalidOperationException("The function was not opened.");
        if (Semantics.WorkOf(node) is var work && work > TimeSpan.Zero) faults.Work(work);
        foreach (var copy in Semantics.FlatMap(node, value)) output.Collect(copy);
    }
}
