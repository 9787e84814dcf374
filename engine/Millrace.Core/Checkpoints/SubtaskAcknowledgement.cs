using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>A subtask's part of a checkpoint is in the store.</summary>
/// <param name="Subtask">Who.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Finished">Whether the subtask has worked off all input.</param>
/// <param name="Blobs">The blobs; none where there was no state.</param>
/// <param name="Losses">What it left out in this attempt.</param>
public sealed record SubtaskAcknowledgement(SubtaskId Subtask, long Checkpoint, bool Finished, IReadOnlyList<StateBlob> Blobs, Losses Losses = default);
