using Millrace;

namespace WikiEdits;

/// <summary>
/// Counts the edits of each channel until it is blocked, and emits each count. Edits and rules are not ordered, so an edit waits for a
/// timer at its own time: when it fires, both streams have advanced that far, and all rules that concern it have arrived.
/// </summary>
public sealed class CountAllowed : KeyedBroadcastProcessFunction<string, Edit, BlockRule, (string Channel, long Edits)>
{
    private readonly BroadcastState<string, long> _blockedSince = new("blockedSince");
    private readonly MapState<long, int> _waiting = new("waiting");
    private readonly ValueState<long> _count = new("count");

    /// <inheritdoc/>
    public override void ProcessBroadcast(BlockRule value, KeyedBroadcastContext<string, (string Channel, long Edits)> context, ICollector<(string Channel, long Edits)> output)
    {
        if (!_blockedSince.TryGet(value.Channel, out var since) || value.Since < since) _blockedSince.Put(value.Channel, value.Since);
    }

    /// <inheritdoc/>
    public override void Process(Edit value, KeyedProcessContext<string> context, ICollector<(string Channel, long Edits)> output)
    {
        _waiting.Put(value.Time, _waiting.TryGet(value.Time, out var edits) ? edits + 1 : 1);
        context.Timers.RegisterEventTimeTimer(value.Time);
    }

    /// <inheritdoc/>
    public override void OnTimer(OnTimerContext<string> context, ICollector<(string Channel, long Edits)> output)
    {
        _waiting.TryGet(context.Timestamp, out var edits);
        _waiting.Remove(context.Timestamp);
        if (_blockedSince.TryGet(context.Key, out var since) && since <= context.Timestamp) return;
        for (var count = _count.Value; edits > 0; edits--)
        {
            _count.Update(++count);
            output.Collect((context.Key, count));
        }
    }
}
