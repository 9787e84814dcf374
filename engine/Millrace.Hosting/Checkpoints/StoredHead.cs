using Millrace.Core.Checkpoints;
using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Checkpoints;

/// <summary>A job's head in a store.</summary>
/// <param name="Head">The head.</param>
/// <param name="Version">The version that the next swap replaces; null where there is none, because the head was built from a manifest.</param>
public sealed record StoredHead(JobHead Head, BlobVersion? Version);
