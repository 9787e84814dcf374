using Millrace;

namespace WikiEdits;

/// <summary>Hands on the first of equal edits. An hour after it came an edit is forgotten: repeats come soon, and memory is not for ever.</summary>
public sealed class DropRepeated : KeyedProcessFunction<(string Page, string User, long Time), Edit, Edit>
{
    private readonly ValueState<bool> _seen = new("seen", Ttl.After(TimeSpan.FromHours(1)));

    /// <inheritdoc/>
    public override void Process(Edit value, KeyedProcessContext<(string Page, string User, long Time)> context, ICollector<Edit> output)
    {
        if (_seen.Value) return;
        _seen.Update(true);
        output.Collect(value);
    }
}
