using System.Text.Json.Serialization;
using Millrace.Core.KeyGroups;

namespace Millrace.Core.Scheduling;

/// <summary>How a vertex is deployed.</summary>
/// <param name="Attempts">For each subtask, the number of the attempt that counts: what others send, report or write is stale.</param>
/// <param name="Assignment">The owners of the key groups.</param>
public sealed record VertexDeployment(
    [property: JsonConverter(typeof(RunLengthConverter))] IReadOnlyList<int> Attempts,
    KeyGroupAssignment Assignment);
