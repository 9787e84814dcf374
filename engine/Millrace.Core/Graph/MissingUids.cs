namespace Millrace.Core.Graph;

/// <summary>Warns about operators whose state may not be found after the definition changes.</summary>
public static class MissingUids
{
    private const int MostNamed = 5;

    /// <summary>Returns the warning for a job; null if every operator with state has a Uid.</summary>
    public static string? Warning(JobGraph graph)
    {
        var names = graph.Operators.Where(static o => o is { HasState: true, HasUid: false }).Select(static o => o.Name).ToList();
        if (names.Count == 0) return null;
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        var (verb, whose) = names.Count == 1 ? ("has", "its") : ("have", "their");
        return $"{string.Join(", ", names.Take(MostNamed))}{more} {verb} state but no Uid: after a change of the definition a restore may not find {whose} state. Name each with Uid(...).";
    }
}
