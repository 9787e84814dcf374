using Millrace;

namespace WikiEdits;

/// <summary>
/// Groups the edits of a user into sessions: a pause longer than the gap ends one. Edits come in any order, so they are kept by time,
/// and a timer after each checks whether another followed.
/// </summary>
/// <param name="gap">The longest pause within a session.</param>
public sealed class FindSessions(TimeSpan gap) : KeyedProcessFunction<string, Edit, Session>
{
    private readonly long _gap = (long)gap.TotalMilliseconds;
    private readonly MapState<long, int> _edits = new("edits");

    /// <inheritdoc/>
    public override void Process(Edit value, KeyedProcessContext<string> context, ICollector<Session> output)
    {
        _edits.Put(value.Time, _edits.TryGet(value.Time, out var edits) ? edits + 1 : 1);
        context.Timers.RegisterEventTimeTimer(value.Time + _gap + 1);
    }

    /// <inheritdoc/>
    public override void OnTimer(OnTimerContext<string> context, ICollector<Session> output)
    {
        var last = context.Timestamp - _gap - 1;
        var (start, count) = (last, 0);

        // In time order. All earlier sessions were removed by earlier timers.
        foreach (var (time, edits) in _edits.Entries)
        {
            if (time > last + _gap) break;
            if (time > last) return;
            (start, count) = (Math.Min(start, time), count + edits);
        }

        foreach (var time in _edits.Keys.TakeWhile(time => time <= last)) _edits.Remove(time);
        output.Collect(new Session(context.Key, start, last + _gap, count));
    }
}
