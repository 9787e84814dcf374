using System.Globalization;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>
/// Compares the output of windows whose results depend on the order of arrival with their input records: each record is in a result or
/// late, exactly once, and late only where event time has passed the end of its window.
/// </summary>
internal static class WindowJudge
{
    /// <summary>Checks windows that may get late records; those within the allowed lateness give a further result.</summary>
    /// <param name="node">The windows.</param>
    /// <param name="visible">What they emitted.</param>
    /// <param name="records">What they received.</param>
    /// <param name="ended">Whether all results must be present.</param>
    /// <param name="latest">The latest event time that they can have seen before the end of their input; null where no record is late.</param>
    public static string? Late(GraphNode node, IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended, long? latest)
    {
        var late = visible.Where(WindowResult.IsLate).Select(WindowResult.Late).ToList();
        if (StrangeLate(late, records, latest, i => Semantics.EndOfWindow(node, i.Time) + Semantics.AllowedLateness(node)) is { } strange) return strange;
        var (given, missed) = (Results(visible), late.ToLookup(i => WindowOf(node, i)));
        if (Unknown(node, given, records) is { } unknown) return unknown;
        foreach (var window in records.GroupBy(i => WindowOf(node, i)))
        {
            var results = given[window.Key].OrderBy(r => r.Count).ToList();
            if (IsRepeated(results)) return $"A result of the window of {window.Key} is repeated: {string.Join(' ', results)}.";
            if (results.Count > 1 && Semantics.AllowedLateness(node) == 0) return $"The window of {window.Key} has {results.Count} results: {string.Join(' ', results)}.";
            var (count, sum) = (window.Count() - missed[window.Key].Count(), window.Sum(i => i.Value) - missed[window.Key].Sum(i => i.Value));
            if (IsWrong(results, count, sum, ended)) return $"The window of {window.Key} got {count} records of {sum}, and shows {string.Join(' ', results)}.";
        }

        return null;
    }

    /// <summary>
    /// Checks sessions that may get late records, and give one result each. A record that comes between the end of a session and its own begins
    /// another one, which in event time is still the same; where no record is late there is no such thing.
    /// </summary>
    /// <param name="node">The sessions.</param>
    /// <param name="visible">What they emitted.</param>
    /// <param name="records">What they received.</param>
    /// <param name="ended">Whether all results must be present.</param>
    /// <param name="latest">The latest event time that they can have seen before the end of their input; null where no record is late.</param>
    public static string? LateSessions(GraphNode node, IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended, long? latest)
    {
        var late = visible.Where(WindowResult.IsLate).Select(WindowResult.Late).ToList();
        var gap = Semantics.WindowSize(node);
        if (StrangeLate(late, records, latest, i => i.Time + gap) is { } strange) return strange;
        var given = visible.Where(v => !WindowResult.IsLate(v)).Select(WindowResult.Of).ToLookup(r => r.Key);
        if (given.FirstOrDefault(g => records.All(i => i.Key != g.Key)) is { } unknown) return $"Key {unknown.Key} has no record, and the sessions {string.Join(' ', unknown)}.";
        foreach (var key in records.GroupBy(i => i.Key))
        {
            var results = given[key.Key].ToList();
            if (results.DistinctBy(r => r.End).Count() < results.Count) return $"A session of key {key.Key} is repeated: {string.Join(' ', results)}.";
            var ends = key.Select(i => i.Time + gap).ToHashSet();
            if (results.Where(r => !ends.Contains(r.End) || r.Count < 1).Take(1).ToList() is [var session]) return $"No record of key {key.Key} can end the session {session}.";
            var missed = late.Where(i => i.Key == key.Key).ToList();
            var (count, sum) = (results.Sum(r => r.Count) + missed.Count, results.Sum(r => r.Sum) + missed.Sum(i => i.Value));
            if (count > key.Count() || (ended && (count, sum) != (key.Count(), key.Sum(i => i.Value))))
                return $"Key {key.Key} has {key.Count()} records of {key.Sum(i => i.Value)}; {missed.Count} are late, and its sessions are {string.Join(' ', results)}.";
            if (ended && WrongSession(results, WithoutLate(key, missed), gap, isExact: latest is null) is { } wrong) return $"Key {key.Key} has the sessions {string.Join(' ', results)}: {wrong}";
        }

        return null;
    }

    /// <summary>Checks windows whose results a trigger requests; no record is late.</summary>
    public static string? Triggered(GraphNode node, IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended)
    {
        var given = Results(visible);
        if (Unknown(node, given, records) is { } unknown) return unknown;
        foreach (var window in records.GroupBy(i => WindowOf(node, i)))
        {
            var (results, count, sum) = (given[window.Key].OrderBy(r => r.Count).ToList(), window.Count(), window.Sum(i => i.Value));
            if (IsTriggeredWrong(node, results, count, sum, ended)) return $"The window of {window.Key} got {count} records of {sum}, and shows {string.Join(' ', results)}.";
        }

        return null;
    }

    /// <summary>Checks that late records are among those received, and that none is late before its time.</summary>
    private static string? StrangeLate(List<Item> late, IReadOnlyList<Item> records, long? latest, Func<Item, long> endOf)
    {
        if (SinkJudge.ExactlyOnce(late, records, ended: false) is { } strange) return $"Late: {strange}";
        return late.Where(i => latest is null || endOf(i) - 1 >= latest).Take(1).ToList() is [var early]
            ? $"{early} is late, and can be taken until {endOf(early) - 1}; event time has come to {latest?.ToString(CultureInfo.InvariantCulture) ?? "no record's time"} at most before all input ended."
            : null;
    }

    private static string? Unknown(GraphNode node, ILookup<(int Key, long End), WindowResult> given, IReadOnlyList<Item> records)
    {
        var windows = records.Select(i => WindowOf(node, i)).ToHashSet();
        return given.FirstOrDefault(g => !windows.Contains(g.Key)) is { } unknown ? $"The window of {unknown.Key} got no record, and shows {string.Join(' ', unknown)}." : null;
    }

    private static List<Item> WithoutLate(IEnumerable<Item> records, List<Item> late)
    {
        var left = records.ToList();
        foreach (var item in late) left.Remove(item);
        return [.. left.OrderBy(static i => i.Time)];
    }

    /// <summary>Compares the results of a key with the sessions of its records that are not late, in the order of time.</summary>
    private static string? WrongSession(List<WindowResult> results, List<Item> records, long gap, bool isExact)
    {
        for (var from = 0; from < records.Count;)
        {
            var to = from + 1;
            while (to < records.Count && records[to].Time - records[to - 1].Time <= gap) to++;
            var (begin, end, sum) = (records[from].Time, records[to - 1].Time + gap, records[from..to].Sum(static i => i.Value));
            var parts = results.Where(r => r.End > begin && r.End <= end).ToList();
            if ((parts.Sum(static r => r.Count), parts.Sum(static r => r.Sum)) != (to - from, sum) || parts.Max(static r => r.End) != end || (isExact && parts.Count > 1))
                return $"from {begin} to {end} there are {to - from} records of {sum}.";
            from = to;
        }

        return null;
    }

    private static bool IsTriggeredWrong(GraphNode node, List<WindowResult> results, int count, long sum, bool ended)
    {
        var each = Semantics.TriggerCount(node);
        return Semantics.TriggerOf(node) switch
        {
            TriggerKind.Count => IsRepeated(results) || results.Exists(r => r.Count % each != 0) || IsCountWrong(results, count / each, ended)
                || results.Exists(r => r.Count == count && r.Sum != sum),
            TriggerKind.PurgingCount => results.Exists(r => r.Count != each) || IsCountWrong(results, count / each, ended)
                || (ended && count % each == 0 && results.Sum(r => r.Sum) != sum),
            _ => IsWrong(results, count, sum, ended),
        };
    }

    private static bool IsCountWrong(List<WindowResult> results, int expected, bool ended) => results.Count > expected || (ended && results.Count < expected);

    /// <summary>The last result has all records; before the end some may still be missing.</summary>
    private static bool IsWrong(List<WindowResult> results, int count, long sum, bool ended) => ended
        ? count > 0 ? results.Count == 0 || (results[^1].Count, results[^1].Sum) != (count, sum) : results.Count > 0
        : results.Count > 0 && results[^1].Count > count;

    private static bool IsRepeated(List<WindowResult> results) => results.DistinctBy(r => r.Count).Count() < results.Count;

    private static (int Key, long End) WindowOf(GraphNode node, Item item) => (item.Key, Semantics.EndOfWindow(node, item.Time));

    private static ILookup<(int Key, long End), WindowResult> Results(IEnumerable<Item> visible) =>
        visible.Where(v => !WindowResult.IsLate(v)).Select(WindowResult.Of).ToLookup(r => (r.Key, r.End));
}
