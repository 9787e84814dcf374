namespace Millrace.Documentation.Tests;

/// <summary>Emits orders that are already paid when they arrive.</summary>
public sealed class MatchPayments : KeyedCoProcessFunction<long, Order, Payment, Order>
{
    private readonly ValueState<bool> _isPaid = new("is-paid");

    public override void Process1(Order value, KeyedProcessContext<long> context, ICollector<Order> output)
    {
        if (_isPaid.Value) output.Collect(value);
    }

    public override void Process2(Payment value, KeyedProcessContext<long> context, ICollector<Order> output) => _isPaid.Update(true);
}
