using Millrace.Core.Graph;

namespace Millrace.Core.Restoring;

/// <summary>Matches operators that were given a Uid after the checkpoint. Nothing beyond this class knows their previous ids.</summary>
public static class FormerIds
{
    /// <summary>Returns the checkpoint with the ids of the current definition.</summary>
    public static RestoredCheckpoint Follow(RestoredCheckpoint checkpoint, JobGraph graph)
    {
        var now = Find(checkpoint, graph).ToDictionary(static f => f.Was.Value, static f => f.Is, StringComparer.Ordinal);
        if (now.Count == 0) return checkpoint;
        return checkpoint with
        {
            Operators = [.. checkpoint.Operators.Select(o => now.TryGetValue(o.Id.Value, out var id) ? o with { Id = id, HasUid = true } : o)],
            Renamed = now.ToDictionary(static f => f.Key, static f => f.Value.Value, StringComparer.Ordinal),
        };
    }

    /// <summary>Returns the operators whose Uid is newer than the checkpoint, with their previous ids.</summary>
    public static IReadOnlyList<(OperatorId Was, OperatorId Is)> Find(RestoredCheckpoint checkpoint, JobGraph graph)
    {
        var known = checkpoint.Operators.Select(o => o.Id).ToHashSet();
        var unnamed = checkpoint.Operators.Where(o => !o.HasUid).Select(o => o.Id).ToHashSet();
        return [.. graph.Operators.Where(o => o.HasUid && !known.Contains(o.Id) && unnamed.Contains(o.DerivedId)).Select(o => (o.DerivedId, o.Id))];
    }
}
