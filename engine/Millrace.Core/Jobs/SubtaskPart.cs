using Millrace.Core.Checkpoints;

namespace Millrace.Core.Jobs;

/// <summary>A subtask's part of a checkpoint.</summary>
/// <param name="Vertex">The name of its vertex: the operators that are chained there.</param>
/// <param name="Index">The subtask's index.</param>
/// <param name="Duration">From the trigger to its acknowledgement.</param>
/// <param name="Bytes">The number of bytes it wrote.</param>
/// <param name="Figures">What that took.</param>
public sealed record SubtaskPart(string Vertex, int Index, TimeSpan Duration, long Bytes, SubtaskFigures Figures);
