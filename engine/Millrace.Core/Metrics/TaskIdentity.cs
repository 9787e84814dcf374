using Millrace.Core.Graph;

namespace Millrace.Core.Metrics;

/// <summary>Which task is measured.</summary>
/// <param name="JobId">Its job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="Vertex">The name of its vertex.</param>
/// <param name="Subtask">Which subtask it is.</param>
/// <param name="Attempt">Which attempt of it.</param>
public sealed record TaskIdentity(string JobId, string JobName, string Vertex, SubtaskId Subtask, int Attempt);
