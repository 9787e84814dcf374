namespace Millrace;

/// <summary>An epoch stored in a checkpoint until it is published.</summary>
/// <param name="Writer">
/// The sink subtask that wrote it. At parallelism P, its owner is that subtask if it exists, or else subtask (writer mod P).
/// </param>
/// <param name="Epoch">The checkpoint that contains it.</param>
/// <param name="Payload">What the writer returned for it.</param>
public sealed record PendingEpoch(int Writer, long Epoch, byte[] Payload);
