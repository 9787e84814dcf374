namespace Millrace.Core.Checkpoints;

/// <summary>What a subtask's part of a checkpoint took. It is shown to users; nothing is decided by it.</summary>
/// <param name="Alignment">The time from its first barrier to its last one; zero at a source.</param>
/// <param name="Copying">How long its task stood still while state was copied.</param>
/// <param name="Upload">The time from the first part that was ready to be stored, until all parts and the index were.</param>
/// <param name="StateBytes">The size of all state to which the checkpoint refers for it, whenever that was written.</param>
public readonly record struct SubtaskFigures(TimeSpan Alignment, TimeSpan Copying, TimeSpan Upload = default, long StateBytes = 0);
