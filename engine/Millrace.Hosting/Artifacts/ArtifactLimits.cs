namespace Millrace.Hosting.Artifacts;

/// <summary>The size limits of an artifact, in storage and unpacked by a task manager.</summary>
public sealed record ArtifactLimits
{
    /// <summary>The highest value that <see cref="Extracted"/> may be set to.</summary>
    public const long MostExtracted = 1_000_000_000_000;

    /// <summary>The default limits.</summary>
    public static ArtifactLimits Default { get; } = new();

    /// <value>The maximum size of the archive in bytes, 1 to <see cref="Array.MaxLength"/>. Default 256 MiB.</value>
    public long Size { get; init; } = 256L << 20;

    /// <value>The maximum size of all its files in bytes, 1 or more. Default 1 GiB.</value>
    public long Extracted { get; init; } = 1L << 30;

    /// <value>The maximum number of entries, 1 or more. Default 20,000.</value>
    public int Entries { get; init; } = 20_000;
}
