namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>
/// Emits its input, as long as its state with a time-to-live contains what it should by the times that it keeps itself, in state without one.
/// </summary>
internal sealed class ForgetFunction<TKey>(GraphNode node, Sightings seen) : KeyedProcessFunction<TKey, Item, Item>
{
    private readonly ValueState<string> _noted = new("noted", Semantics.TimeToLive(node));
    private readonly ValueState<(string Text, long At)> _notedAt = new("notedAt");
    private readonly MapState<int, long> _used = new("used", Semantics.TimeToLive(node).OnReadAndWrite());
    private readonly MapState<int, long> _usedAt = new("usedAt");
    private readonly ListState<long> _listed = new("listed", Semantics.TimeToLive(node));
    private readonly MapState<long, long> _listedAt = new("listedAt");

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        var now = context.Timers.CurrentProcessingTime;
        var isRight = IsNoteRight(value, now) & IsUseRight(value, now) & IsListRight(value, now);
        output.Collect(isRight ? value : value with { Value = -1 });
    }

    private bool IsNoteRight(Item value, long now)
    {
        var isThere = _notedAt.TryGet(out var kept) && IsAlive("value", kept.At, now);
        var isRight = _noted.TryGet(out var text) == isThere && (!isThere || text == kept.Text);
        if (value.Value % 3 > 0) return isRight;
        _noted.Update($"{value.Value}");
        _notedAt.Update(($"{value.Value}", now));
        return isRight;
    }

    private bool IsUseRight(Item value, long now)
    {
        var digit = (int)(value.Value % 4);
        var isThere = _usedAt.TryGet(digit, out var at) && IsAlive("map entry", at, now);
        var isRight = _used.Contains(digit) == isThere;
        if (!isThere && value.Value % 2 == 0) return isRight;
        if (!isThere) _used.Put(digit, value.Value);
        else if (at < now) seen.Note("life extended");
        _usedAt.Put(digit, now);
        return isRight;
    }

    private bool IsListRight(Item value, long now)
    {
        var alive = _listedAt.Entries.Where(e => IsAlive("list element", e.Value, now)).Select(static e => e.Key).ToList();
        var isRight = alive.SequenceEqual(_listed.Entries);
        var next = _listedAt.Keys.DefaultIfEmpty(-1).Last() + 1;
        if (value.Value % 2 == 0) return isRight;
        _listed.Add(next);
        _listedAt.Put(next, now);
        return isRight;
    }

    private bool IsAlive(string what, long at, long now)
    {
        var isAlive = now - at < Semantics.TimeToLive(node).Duration.TotalMilliseconds;
        seen.Note(isAlive ? $"{what} alive" : $"{what} expired");
        return isAlive;
    }
}
