namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>Compares what a sink shows with what the model says of it.</summary>
internal static class SinkJudge
{
    /// <summary>Each record as often as the model says; before the end at most so often.</summary>
    public static string? ExactlyOnce(IEnumerable<Item> visible, IEnumerable<Item> expected, bool ended)
    {
        var left = Count(expected);
        foreach (var (item, times) in Count(visible))
        {
            var right = left.GetValueOrDefault(item);
            if (times > right || (ended && times < right)) return $"{item} is visible {times} times, and belongs there {right} times.";
            left.Remove(item);
        }

        return ended && left.Count > 0 ? $"{left.First().Key} is missing, and {left.Count - 1} others." : null;
    }

    /// <summary>No record that the model does not know; in the end all of them.</summary>
    /// <param name="visible">What is shown.</param>
    /// <param name="expected">What the model says.</param>
    /// <param name="ended">Whether all must be there.</param>
    /// <param name="maySeeMore">Whether more may be shown, of input that was read before a failure, and not again before a drain.</param>
    public static string? AtLeastOnce(IEnumerable<Item> visible, IEnumerable<Item> expected, bool ended, bool maySeeMore = false)
    {
        var left = Count(expected);
        var shown = Count(visible);
        if (!maySeeMore && shown.Keys.Where(i => !left.ContainsKey(i)).Take(1).ToList() is [var strange]) return $"{strange} is visible, and does not belong there.";
        return ended && left.Where(e => shown.GetValueOrDefault(e.Key) < e.Value).Take(1).ToList() is [var missing]
            ? $"{missing.Key} was shown {shown.GetValueOrDefault(missing.Key)} times, at least {missing.Value} were expected."
            : null;
    }

    /// <summary>
    /// The results of a reduce: of each key the first 1, 2, 3 and so on records brought together, each by one record more. Before the
    /// end some may be missing, because the sink's writers show their parts of a checkpoint one by one, but none is repeated.
    /// </summary>
    public static string? Reduced(IEnumerable<Item> visible, IEnumerable<Item> reduced, bool ended)
    {
        var values = reduced.GroupBy(i => i.Key).ToDictionary(g => g.Key, g => g.Select(i => i.Value).ToList());
        foreach (var key in visible.GroupBy(i => i.Key))
        {
            var left = values.GetValueOrDefault(key.Key) ?? [];
            var (count, sum) = (0, 0L);
            foreach (var item in key.OrderBy(CountOf))
            {
                if (CountOf(item) == count) return $"Result {count} of key {key.Key} is repeated.";
                var isNext = CountOf(item) == count + 1;
                if (ended && !isNext) return $"Result {count + 1} of key {key.Key} is missing: {item}.";
                if (isNext && !left.Remove(item.Value - sum)) return $"Key {key.Key} has no record {item.Value - sum} more to bring together, for {item}.";
                (count, sum) = (CountOf(item), item.Value);
            }
        }

        return ended && values.FirstOrDefault(v => v.Value.Count > 0) is { Value: not null } rest ? $"{rest.Value.Count} records of key {rest.Key} were not brought together." : null;
    }

    private static int CountOf(Item reduced) => reduced.Time >= 0 ? 1 : (int)-reduced.Time;

    private static Dictionary<Item, int> Count(IEnumerable<Item> items) => items.GroupBy(i => i).ToDictionary(g => g.Key, g => g.Count());
}
