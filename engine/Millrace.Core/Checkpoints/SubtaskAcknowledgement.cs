using Millrace.Core.Graph;

namespace Millrace.Core.Checkpoints;

/// <summary>Reports that a subtask's part of a checkpoint is in the store.</summary>
/// <param name="Subtask">The subtask.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Finished">Whether the subtask has processed all input.</param>
/// <param name="State">Where its state is indexed.</param>
public sealed record SubtaskAcknowledgement(SubtaskId Subtask, long Checkpoint, bool Finished, SubtaskState State)
{
    /// <summary>The number of bytes that were written for the checkpoint.</summary>
    public long Bytes { get; init; }

    /// <summary>
    /// The blobs of state that the checkpoint refers to for this subtask and its base does not; all to which it refers, if the base is of another attempt or another
    /// leader's.
    /// </summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The blobs that the subtask needs no longer, once the checkpoint is complete: those to which only the base refers, and leftovers of aborted checkpoints.</summary>
    public IReadOnlyList<string> Freed { get; init; } = [];

    /// <summary>What the subtask dropped in this attempt.</summary>
    public Losses Losses { get; init; }

    /// <summary>What it took.</summary>
    public SubtaskFigures Figures { get; init; }

    /// <summary>Whether the barrier overtook the subtask's records in flight, if there were any.</summary>
    public bool IsUnaligned { get; init; }

    /// <summary>The records in flight that are part of its state.</summary>
    public IReadOnlyList<InFlightBytes> InFlight { get; init; } = [];
}
