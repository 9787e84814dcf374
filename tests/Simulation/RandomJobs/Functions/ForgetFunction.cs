using Millrace.Core.Graph;

namespace Millrace.Simulation.Tests.RandomJobs.Functions;

/// <summary>
/// Emits its input, as long as its state with a time-to-live contains what it should by the times that it keeps itself, in state without one.
/// </summary>
internal sealed class ForgetFunction<TKey>(GraphNode node, RandomWorld world) : KeyedProcessFunction<TKey, Item, Item>
{
    private readonly ValueState<string> _noted = new("noted", Semantics.TimeToLive(node));
    private readonly ValueState<(string Text, long At)> _notedAt = new("notedAt");
    private readonly MapState<int, long> _used = new("used", Semantics.TimeToLive(node).OnReadAndWrite());
    private readonly MapState<int, long> _usedAt = new("usedAt");
    private readonly ListState<long> _listed = new("listed", Semantics.TimeToLive(node));
    private readonly MapState<long, long> _listedAt = new("listedAt");

    private ExecutionAttempt? _attempt;

    public override void Open(FunctionContext context) => _attempt = world.Memory.Attempt;

    public override void Process(Item value, KeyedProcessContext<TKey> context, ICollector<Item> output)
    {
        var now = context.Timers.CurrentProcessingTime;
        var isKept = IsKept("noted", value, _notedAt.TryGet(out _)) & IsKept("used", value, _usedAt.Keys.Any()) & IsKept("listed", value, _listedAt.Keys.Any());
        var isRight = IsNoteRight(value, now) & IsUseRight(value, now) & IsListRight(value, now);
        output.Collect(isKept && isRight ? value : value with { Value = -1 });
        Keep("noted", value, _notedAt.TryGet(out _));
        Keep("used", value, _usedAt.Keys.Any());
        Keep("listed", value, _listedAt.Keys.Any());
    }

    /// <summary>The times are never removed.</summary>
    private bool IsKept(string state, Item value, bool isThere) => isThere || !world.Memory.MustHave(_attempt, new StateFact(node.Id, state, value.Key));

    private void Keep(string state, Item value, bool isThere)
    {
        if (isThere) world.Memory.Remember(_attempt, new StateFact(node.Id, state, value.Key));
    }

    private bool IsNoteRight(Item value, long now)
    {
        var life = _notedAt.TryGet(out var kept) ? LifeOf("value", kept.At, now) : Life.Over;
        var isThere = _noted.TryGet(out var text);
        var isRight = Fits(life, isThere) && (!isThere || text == kept.Text);
        if (value.Value % 3 > 0) return isRight;
        _noted.Update($"{value.Value}");
        _notedAt.Update(($"{value.Value}", now));
        return isRight;
    }

    private bool IsUseRight(Item value, long now)
    {
        var digit = (int)(value.Value % 4);
        var life = _usedAt.TryGet(digit, out var at) ? LifeOf("map entry", at, now) : Life.Over;
        var isThere = _used.Contains(digit);
        var isRight = Fits(life, isThere);
        if (!isThere && value.Value % 2 == 0) return isRight;
        if (!isThere) _used.Put(digit, value.Value);
        else if (at < now) world.Seen.Note("life extended");
        // A read by a clock that is behind does not shorten the life of what is there.
        _usedAt.Put(digit, isThere ? Math.Max(at, now) : now);
        return isRight;
    }

    private bool IsListRight(Item value, long now)
    {
        var noted = _listedAt.Entries.Select(e => (Element: e.Key, Life: LifeOf("list element", e.Value, now))).ToList();
        var there = _listed.Entries.ToList();
        var isRight = noted.Where(n => Fits(n.Life, there.Contains(n.Element))).Count() == noted.Count
            && there.SequenceEqual(noted.Select(static n => n.Element).Where(there.Contains));
        var next = _listedAt.Keys.DefaultIfEmpty(-1).Last() + 1;
        if (value.Value % 2 == 0) return isRight;
        _listed.Add(next);
        _listedAt.Put(next, now);
        return isRight;
    }

    /// <summary>
    /// What has expired by a clock that is ahead is removed for good, also where the next attempt runs by one that is behind. Flink's state does
    /// the same: it takes the time of day of its process, and a value that was removed does not come back when that is set back. What has
    /// expired by no clock is there, and what has expired by the clock at hand is not.
    /// </summary>
    private Life LifeOf(string what, long at, long now)
    {
        var limit = Semantics.TimeToLive(node).Duration.TotalMilliseconds;
        var isOver = now - at >= limit;
        world.Seen.Note(isOver ? $"{what} expired" : $"{what} alive");
        if (isOver) return Life.Over;
        return world.LatestClock?.Value() is { } latest && latest - at >= limit ? Life.Unknown : Life.Full;
    }

    private static bool Fits(Life life, bool isThere) => life == Life.Unknown || isThere == (life == Life.Full);

    private enum Life
    {
        Full,
        Over,
        Unknown,
    }
}
