using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;

namespace Millrace.Core.Restoring;

/// <summary>Matches operators that were given a Uid after the checkpoint. Nothing beyond this class knows their previous ids.</summary>
public static class FormerIds
{
    /// <summary>Returns the checkpoint with the ids of the current definition.</summary>
    public static CheckpointManifest Follow(CheckpointManifest manifest, JobGraph graph)
    {
        var now = Find(manifest, graph).ToDictionary(f => f.Was.Value, f => f.Is, StringComparer.Ordinal);
        if (now.Count == 0) return manifest;
        return manifest with
        {
            Operators = [.. manifest.Operators.Select(o => now.TryGetValue(o.Id.Value, out var id) ? o with { Id = id, HasUid = true } : o)],
            Blobs = [.. manifest.Blobs.Select(b => b with
            {
                Blocks = [.. b.Blocks.Select(block => now.TryGetValue(block.Operator, out var id) ? block with { Operator = id.Value } : block)],
            })],
        };
    }

    /// <summary>Returns the operators whose Uid is newer than the checkpoint, with their previous ids.</summary>
    public static IReadOnlyList<(OperatorId Was, OperatorId Is)> Find(CheckpointManifest manifest, JobGraph graph)
    {
        var known = manifest.Operators.Select(o => o.Id).ToHashSet();
        var unnamed = manifest.Operators.Where(o => !o.HasUid).Select(o => o.Id).ToHashSet();
        return [.. graph.Operators.Where(o => o.HasUid && !known.Contains(o.Id) && unnamed.Contains(o.DerivedId)).Select(o => (o.DerivedId, o.Id))];
    }
}
