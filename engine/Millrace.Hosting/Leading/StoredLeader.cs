using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Leading;

/// <summary>What the storage says about the leader.</summary>
/// <param name="Record">Who leads; null where that cannot be read.</param>
/// <param name="Version">The version of the blob.</param>
public sealed record StoredLeader(LeaderRecord? Record, BlobVersion Version);
