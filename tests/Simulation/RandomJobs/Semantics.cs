namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>What stateless nodes do with a record; the job and the model share it.</summary>
internal static class Semantics
{
    private const int Keys = 13;

    public static Item Map(GraphNode node, Item item) => item with { Value = ((item.Value * 31) + node.Number) % 100_003 };

    public static Item Rekey(GraphNode node, Item item) => item with { Key = (int)((item.Value + node.Number + item.Key) % Keys) };

    public static bool Filter(GraphNode node, Item item) => (item.Value + item.Key + node.Number) % 4 != 0;

    public static IEnumerable<Item> FlatMap(GraphNode node, Item item)
    {
        for (var copy = (item.Value + node.Number) % 4; copy > 0; copy--) yield return item with { Value = item.Value + (copy * 1_000_000) };
    }

    /// <summary>Returns whether a record goes to the side output, or the function throws.</summary>
    public static bool IsAside(GraphNode node, Item item) => (item.Value + node.Number) % 5 == 0;

    public static Ttl TimeToLive(GraphNode node) => Ttl.After(TimeSpan.FromMilliseconds(2 + (node.Number % 60)));

    public static Item Pair(Item left, Item right) => new(left.Key, ((left.Value * 17) + right.Value) % 100_003, Math.Max(left.Time, right.Time));

    public static Item Total(int key, long sum, long highest) => new(key, ((sum * 17) + highest) % 100_003, 0);

    /// <summary>Returns the subtask that a record goes to; values may be negative, because sums wrap around.</summary>
    public static int SubtaskOf(Item item, int subtasks) => (int)((ulong)item.Value % (ulong)subtasks);

    public static int RuleOf(Item item) => (int)(item.Value % 5);

    public static Item Apply(Item item, long rule) => new(item.Key, (item.Value + rule) % 100_003, 0);

    /// <summary>Returns how far apart in time the records of a pair may be.</summary>
    public static long Reach(GraphNode node) => node.Number % 20;

    /// <summary>Returns what a join of two streams by time does without a partner.</summary>
    public static JoinKind JoinKindOf(GraphNode node) => (JoinKind)(node.Number / 20 % 4);

    /// <summary>Returns an interval join's result for a pair, or for a record whose last partner would have come by now.</summary>
    public static Item Near(GraphNode node, Item? left, Item? right) => (left, right) switch
    {
        ({ } l, { } r) => Pair(l, r),
        ({ } l, null) => Pair(l, default) with { Time = l.Time + Reach(node) },
        _ => Pair(default, right!.Value) with { Key = right.Value.Key, Time = right.Value.Time + Reach(node) },
    };

    /// <summary>Returns a window join's result for a pair, or for a record without a partner.</summary>
    public static Item Together(GraphNode node, Item? left, Item? right)
    {
        var one = (left ?? right)!.Value;
        return Pair(left ?? default, right ?? default) with { Key = one.Key, Time = EndOfWindow(node, one.Time) - 1 };
    }

    /// <summary>Returns a temporal join's result for a record and its version; only the version's time counts, because several may share it.</summary>
    public static Item Valid(Item item, Item? version) => item with { Value = ((item.Value * 17) + (version?.Time ?? -1)) % 100_003 };

    public static bool KeepsWithoutVersion(GraphNode node) => node.Number % 2 == 0;

    public static int Ranks(GraphNode node) => 1 + (node.Number % 4);

    public static int BestFirst(Item a, Item b) => b.CompareTo(a);

    /// <summary>Returns the join key of a table row.</summary>
    public static long Joint(Item row) => row.Value % 5;

    public static long AllowedLateness(GraphNode node) => node.Number % 3 == 0 ? 0 : node.Number % 50;

    public static TriggerKind TriggerOf(GraphNode node) => (TriggerKind)(node.Number % 3);

    public static int TriggerCount(GraphNode node) => 1 + (node.Number % 4);

    /// <summary>Returns the interval at which a window emits results before it ends.</summary>
    public static long TriggerInterval(GraphNode node) => 1 + (node.Number % 17);

    public static long Slide(GraphNode node) => Math.Max(1, WindowSize(node) / (1 + (node.Number % 4)));

    public static IEnumerable<long> EndsOfSlidingWindows(GraphNode node, long time)
    {
        for (var start = time / Slide(node) * Slide(node); start > time - WindowSize(node); start -= Slide(node)) yield return start + WindowSize(node);
    }

    public static long WindowSize(GraphNode node) => 10 + (node.Number % 90);

    public static long EndOfWindow(GraphNode node, long time) => ((time / WindowSize(node)) + 1) * WindowSize(node);

    /// <summary>Returns the record at a position of a split; event times are out of order by less than <see cref="Disorder"/>.</summary>
    public static Item Read(GraphNode node, int split, long at)
    {
        var mixed = (((ulong)node.Number << 40) ^ ((ulong)split << 32) ^ (ulong)at) * 0x9E3779B97F4A7C15;
        mixed ^= mixed >> 29;
        mixed *= 0xBF58476D1CE4E5B9;
        mixed ^= mixed >> 32;
        return new Item((int)(mixed % Keys), (long)(mixed >> 8 & 0xFFFF), (at * 3) + (long)(mixed >> 24 & 0xFF) % (Disorder(node) + 1));
    }

    /// <summary>Returns how far records of a split are out of order; far more than the length of windows where they may be late.</summary>
    public static long Disorder(GraphNode node) => node.Number % 3 == 0 ? 0 : node.Number % 40 * (node.IsTimed ? 1 : 6);

    public static int Splits(GraphNode node) => 1 + (node.Number % 5);

    /// <summary>Returns whether a source has an additional empty split, which is idle before it ends. The others never are, so nothing is late.</summary>
    public static bool HasIdleSplit(GraphNode node) => node.Kind == NodeKind.Source && node.IsTimed && node.Number % 4 == 1;

    /// <summary>Whether a source gives its records slowly, so that much can happen before it ends.</summary>
    public static bool IsSlow(GraphNode node) => node.Number % 6 == 5;

    /// <summary>Returns how long a slow consumer takes for a record; zero for the others.</summary>
    public static TimeSpan WorkOf(GraphNode node) => TimeSpan.FromMicroseconds(node.Number % 9 == 4 ? 200 * (1 + (node.Number % 5)) : 0);

    /// <summary>Returns the number of records in a split; some have none.</summary>
    public static int Length(GraphNode node, int split) => (node.Number + (split * 7)) % 60;
}
