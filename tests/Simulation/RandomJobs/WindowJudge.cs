namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>
/// Compares the output of windows whose results depend on the order of arrival with their input records: each record is in a result or
/// late, exactly once.
/// </summary>
internal static class WindowJudge
{
    /// <summary>Checks windows that may get late records; those within the allowed lateness give a further result.</summary>
    public static string? Late(GraphNode node, IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended)
    {
        var late = visible.Where(WindowResult.IsLate).Select(WindowResult.Late).ToList();
        if (SinkJudge.ExactlyOnce(late, records, ended: false) is { } strange) return $"Late: {strange}";
        var (given, missed) = (Results(visible), late.ToLookup(i => WindowOf(node, i)));
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

    /// <summary>Checks sessions that may get late records, and give one result each.</summary>
    public static string? LateSessions(IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended)
    {
        var late = visible.Where(WindowResult.IsLate).Select(WindowResult.Late).ToList();
        if (SinkJudge.ExactlyOnce(late, records, ended: false) is { } strange) return $"Late: {strange}";
        var given = visible.Where(v => !WindowResult.IsLate(v)).Select(WindowResult.Of).ToLookup(r => r.Key);
        foreach (var key in records.GroupBy(i => i.Key))
        {
            var (results, missed) = (given[key.Key].ToList(), late.Where(i => i.Key == key.Key).ToList());
            if (results.DistinctBy(r => r.End).Count() < results.Count) return $"A session of key {key.Key} is repeated: {string.Join(' ', results)}.";
            var (count, sum) = (results.Sum(r => r.Count) + missed.Count, results.Sum(r => r.Sum) + missed.Sum(i => i.Value));
            if (count > key.Count() || (ended && (count, sum) != (key.Count(), key.Sum(i => i.Value))))
                return $"Key {key.Key} has {key.Count()} records of {key.Sum(i => i.Value)}; {missed.Count} are late, and its sessions are {string.Join(' ', results)}.";
        }

        return null;
    }

    /// <summary>Checks windows whose results a trigger requests; no record is late.</summary>
    public static string? Triggered(GraphNode node, IReadOnlyList<Item> visible, IReadOnlyList<Item> records, bool ended)
    {
        var given = Results(visible);
        foreach (var window in records.GroupBy(i => WindowOf(node, i)))
        {
            var (results, count, sum) = (given[window.Key].OrderBy(r => r.Count).ToList(), window.Count(), window.Sum(i => i.Value));
            if (IsTriggeredWrong(node, results, count, sum, ended)) return $"The window of {window.Key} got {count} records of {sum}, and shows {string.Join(' ', results)}.";
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
