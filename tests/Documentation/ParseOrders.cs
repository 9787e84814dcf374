namespace Millrace.Documentation.Tests;

/// <summary>Parses the numbers of orders, and sends other lines to a side output.</summary>
public sealed class ParseOrders(OutputTag<string> broken) : ProcessFunction<string, long>
{
    public override void Process(string value, ProcessContext context, ICollector<long> output)
    {
        if (long.TryParse(value, out var id)) output.Collect(id);
        else context.Output(broken, value);
    }
}
