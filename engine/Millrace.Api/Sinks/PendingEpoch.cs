namespace Millrace;

/// <summary>An epoch that a checkpoint holds until it is published.</summary>
/// <param name="Writer">The sink subtask that wrote it. At parallelism P its owner is the writer, or writer mod P where that is no subtask.</param>
/// <param name="Epoch">The checkpoint that covers it.</param>
/// <param name="Payload">What the writer returned for it.</param>
public sealed record PendingEpoch(int Writer, long Epoch, byte[] Payload);
