using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>Reports that a subtask's part of a checkpoint is in the store.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Finished">Whether the subtask has processed all input.</param>
/// <param name="Blobs">The blobs; empty if there was no state.</param>
/// <param name="Losses">What the subtask dropped in this attempt.</param>
public sealed record SubtaskAcknowledgement(SubtaskId Subtask, long Checkpoint, bool Finished, IReadOnlyList<StateBlob> Blobs, Losses Losses = default);
