namespace Millrace.Hosting.Artifacts;

/// <summary>How far the packing of an artifact is.</summary>
/// <param name="Packed">Bytes of files that are packed.</param>
/// <param name="Total">Bytes of all files.</param>
public readonly record struct PackingProgress(long Packed, long Total);
