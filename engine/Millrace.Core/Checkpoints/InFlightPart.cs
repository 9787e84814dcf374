namespace Millrace.Core.Checkpoints;

/// <summary>Records in flight that a subtask has stored: those in its input, or those of its output that waited for credit.</summary>
/// <param name="Vertex">The subtask's vertex at the time.</param>
/// <param name="Subtask">Its index.</param>
/// <param name="Operator">The operator that they are sent to.</param>
/// <param name="Input">The index among the operator's <see cref="Graph.JobOperator.Inputs"/>.</param>
public readonly record struct InFlightPart(int Vertex, int Subtask, string Operator, int Input);

/// <summary>The size of the records in flight that a subtask has stored.</summary>
/// <param name="Operator">The operator that they are sent to.</param>
/// <param name="Input">The index among the operator's <see cref="Graph.JobOperator.Inputs"/>.</param>
/// <param name="Bytes">Their length, serialized.</param>
public readonly record struct InFlightBytes(string Operator, int Input, long Bytes);
