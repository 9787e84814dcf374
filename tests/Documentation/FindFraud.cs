namespace Millrace.Documentation.Tests;

/// <summary>Emits payments above their customer's limit.</summary>
public sealed class FindFraud : KeyedBroadcastProcessFunction<string, Payment, Rule, Payment>
{
    private readonly BroadcastState<string, decimal> _limits = new("limits");

    public override void Process(Payment value, KeyedProcessContext<string> context, ICollector<Payment> output)
    {
        if (_limits.TryGet(value.Customer, out var limit) && value.Amount > limit) output.Collect(value);
    }

    public override void ProcessBroadcast(Rule value, KeyedBroadcastContext<string, Payment> context, ICollector<Payment> output) => _limits.Put(value.Customer, value.Limit);
}
