using System.Globalization;

namespace Millrace.Hosting.Checkpoints;

/// <summary>The parsed name of a blob or manifest: <c>CHECKPOINT-VERTEX-INDEX-ATTEMPT-NONCE-CHUNK</c> or <c>CHECKPOINT-LEADEREPOCH</c>.</summary>
/// <param name="Checkpoint">The checkpoint that it was written for.</param>
/// <param name="Attempt">The attempt that wrote a blob; 0 for a manifest.</param>
/// <param name="LeaderEpoch">The epoch of the leader that wrote a manifest; 0 for a blob.</param>
internal readonly record struct CheckpointName(long Checkpoint, int Attempt, long LeaderEpoch)
{
    /// <summary>Parses a name, of which the last part counts; null where it is not one of ours.</summary>
    public static CheckpointName? Parse(string name)
    {
        var parts = name[(name.LastIndexOf('/') + 1)..].Split('-');
        if (parts.Length < 2 || IdOf(parts[0]) is not (var checkpoint and > 0)) return null;
        if (parts.Length == 2) return long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) ? new CheckpointName(checkpoint, 0, epoch) : null;
        return parts.Length >= 4 && int.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var attempt) ? new CheckpointName(checkpoint, attempt, 0) : null;
    }

    /// <summary>Parses a checkpoint's id as it appears in names; 0 for any other text.</summary>
    public static long IdOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
