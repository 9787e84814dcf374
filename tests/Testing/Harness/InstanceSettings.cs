using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Tests.Testing.Harness;

/// <summary>How an attempt runs.</summary>
/// <param name="Attempt">Which attempt it is, from 1.</param>
/// <param name="Parallelism">The job's parallelism.</param>
/// <param name="BatchSize">How many records a batch holds.</param>
/// <param name="Tight">Whether outputs have room for one record only.</param>
/// <param name="RestoredCheckpoint">The checkpoint restored, or 0.</param>
/// <param name="Restored">Its blocks.</param>
internal sealed record InstanceSettings(
    int Attempt, int Parallelism, int BatchSize, bool Tight, long RestoredCheckpoint, IReadOnlyList<(OperatorId Operator, RestoredBlock Block)> Restored);
