namespace Millrace.FeaturesJob;

/// <summary>Emits by how much a window's amount has grown since it last fired, and into a side output how often it has fired.</summary>
internal sealed class Growth(OutputTag<string> firings) : ProcessWindowFunction<int, Sale, string>
{
    private readonly WindowValueState<int> _emitted = new("emitted");
    private readonly WindowListState<int> _firings = new("firings");
    private readonly ValueState<long> _results = new("results");

    public override void Process(WindowContext<int> context, IEnumerable<Sale> elements, ICollector<string> output)
    {
        var amount = elements.Sum(static s => s.Amount);
        _results.Update(_results.Value + 1);
        _firings.Add(amount);
        output.Collect($"{context.Key} {context.Window} {amount - _emitted.Value} {_results.Value}");
        context.Output(firings, $"{context.Key} {context.Window} {string.Join(',', _firings.Entries)}");
        _emitted.Update(amount);
    }
}
