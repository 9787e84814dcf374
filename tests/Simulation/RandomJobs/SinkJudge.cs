namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>Compares a sink's output with the model.</summary>
internal static class SinkJudge
{
    /// <summary>Checks that each record appears as often as in the model; before the end at most that often.</summary>
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

    /// <summary>Checks that every visible record belongs there, and at the end that all of the model's are visible.</summary>
    /// <param name="visible">The visible records.</param>
    /// <param name="expected">The model's records.</param>
    /// <param name="ended">Whether all must be present.</param>
    /// <param name="whole">The model's records of the whole input, of which more may have been shown before a failure than was read again before a drain; null where any record may be visible.</param>
    public static string? AtLeastOnce(IEnumerable<Item> visible, IEnumerable<Item> expected, bool ended, IEnumerable<Item>? whole)
    {
        var left = Count(expected);
        var shown = Count(visible);
        if (whole is not null && shown.Keys.Except(whole).Take(1).ToList() is [var strange]) return $"{strange} is visible, and does not belong there.";
        return ended && left.Where(e => shown.GetValueOrDefault(e.Key) < e.Value).Take(1).ToList() is [var missing]
            ? $"{missing.Key} was shown {shown.GetValueOrDefault(missing.Key)} times, at least {missing.Value} were expected."
            : null;
    }

    /// <summary>
    /// Checks the results of a reduce: for each key the first 1, 2, 3, ... records combined, each result with one record more. Before the
    /// end some may be missing, because the sink's writers publish their parts of a checkpoint one by one, but none is repeated.
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
