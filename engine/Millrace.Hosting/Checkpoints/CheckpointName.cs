using System.Globalization;

namespace Millrace.Hosting.Checkpoints;

/// <summary>
/// The parsed name of a blob of state, <c>JOB/blobs/CHECKPOINT-VERTEX-INDEX-ATTEMPT-WRITER-CHUNK</c>, of a run of an index, with <c>index</c> for the chunk, of
/// a description of operators, <c>JOB/blobs/CHECKPOINT-LEADEREPOCH-operators</c>, or of a manifest, <c>JOB/manifests/CHECKPOINT-LEADEREPOCH</c>.
/// </summary>
/// <param name="Checkpoint">The checkpoint that it was written for.</param>
/// <param name="Attempt">The attempt that wrote it; 0 where a leader did.</param>
/// <param name="LeaderEpoch">The epoch of the leader that wrote it; 0 where an attempt did.</param>
internal readonly record struct CheckpointName(long Checkpoint, int Attempt, long LeaderEpoch)
{
    /// <summary>The folder of a job's blobs.</summary>
    public const string Blobs = "blobs";

    /// <summary>The folder of a job's manifests.</summary>
    public const string Manifests = "manifests";

    /// <summary>The last part of the name of a run of an index.</summary>
    public const string Index = "index";

    /// <summary>The last part of the name of a description of operators.</summary>
    public const string Operators = "operators";

    /// <summary>Parses a name; null where it is not one of ours: such a file is never deleted, so that copies that a user makes beside ours stay.</summary>
    public static CheckpointName? Parse(string name)
    {
        if (name.Split('/') is not [_, var folder, var last]) return null;
        var parts = last.Split('-');
        if (IdOf(parts[0]) is not (var checkpoint and > 0)) return null;
        return (folder, parts) switch
        {
            (Manifests, [_, var epoch]) when IdOf(epoch) is var leader and > 0 => new CheckpointName(checkpoint, 0, leader),
            (Blobs, [_, var epoch, Operators]) when IdOf(epoch) is var leader and > 0 => new CheckpointName(checkpoint, 0, leader),
            (Blobs, [_, var vertex, var index, var number, not "", var chunk]) when IsNumber(vertex) && IsNumber(index) && IsNumber(number) && (chunk == Index || IsNumber(chunk)) =>
                new CheckpointName(checkpoint, int.Parse(number, CultureInfo.InvariantCulture), 0),
            _ => null,
        };
    }

    /// <summary>Parses a checkpoint's id as it appears in names; 0 for any other text.</summary>
    public static long IdOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;

    private static bool IsNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
}
