namespace Millrace.Documentation.Tests;

/// <summary>Drops orders of customers for whom there is a rule.</summary>
public sealed class DropRefused : BroadcastProcessFunction<Order, Rule, Order>
{
    private readonly BroadcastState<string, decimal> _limits = new("limits");

    public override void Process(Order value, ProcessContext context, ICollector<Order> output)
    {
        if (!_limits.TryGet(value.Customer, out _)) output.Collect(value);
    }

    public override void ProcessBroadcast(Rule value, ProcessContext context, ICollector<Order> output) => _limits.Put(value.Customer, value.Limit);
}
