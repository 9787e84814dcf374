namespace Millrace.Hosting.Artifacts;

/// <summary>How large an artifact may be: what it takes in storage, and what a task manager unpacks of it.</summary>
public sealed record ArtifactLimits
{
    /// <summary>The limits where none are given.</summary>
    public static ArtifactLimits Default { get; } = new();

    /// <value>Bytes of the archive, 1 to <see cref="Array.MaxLength"/>. Default 256 MiB.</value>
    public long Size { get; init; } = 256L << 20;

    /// <value>Bytes of all its files, 1 or more. Default 1 GiB.</value>
    public long Extracted { get; init; } = 1L << 30;

    /// <value>How many entries it has, 1 or more. Default 20,000.</value>
    public int Entries { get; init; } = 20_000;
}
