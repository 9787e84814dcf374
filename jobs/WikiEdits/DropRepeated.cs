using Millrace;

namespace WikiEdits;

/// <summary>Passes on the first of equal edits. An edit is forgotten after an hour: repeats come soon, and memory is limited.</summary>
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
