namespace Millrace.Hosting.Blobs;

/// <summary>Names a version of a blob. Versions have no order; only the store that gave it out knows what it says.</summary>
/// <param name="Token">What the store calls it.</param>
public readonly record struct BlobVersion(string Token)
{
    public override string ToString() => Token;
}

/// <summary>A blob that is changed by swaps, as it was read.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Content">Its content.</param>
public sealed record VersionedBlob(BlobVersion Version, byte[] Content);
