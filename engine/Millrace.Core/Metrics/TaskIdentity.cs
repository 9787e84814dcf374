using Millrace.Core.Graph;

namespace Millrace.Core.Metrics;

/// <summary>Identifies a measured task.</summary>
/// <param name="JobId">Its job.</param>
/// <param name="JobName">The job's name.</param>
/// <param name="Vertex">The name of its vertex.</param>
/// <param name="Subtask">The subtask.</param>
/// <param name="Attempt">The number of the attempt.</param>
public sealed record TaskIdentity(string JobId, string JobName, string Vertex, SubtaskId Subtask, int Attempt);
