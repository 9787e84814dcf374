namespace Millrace.Hosting.Artifacts;

/// <summary>The progress of packing an artifact.</summary>
/// <param name="Packed">The bytes of files packed so far.</param>
/// <param name="Total">The bytes of all files.</param>
public readonly record struct PackingProgress(long Packed, long Total);
