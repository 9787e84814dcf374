using Millrace.Hosting.Blobs;

namespace Millrace.Hosting.Artifacts;

/// <summary>The artifacts in a blob store, each stored once, in a folder beside those of the jobs, whose ids start with a time.</summary>
/// <param name="blobs">The blob store.</param>
/// <param name="limits">The limits; null for the defaults.</param>
public sealed class ArtifactStore(IBlobStore blobs, ArtifactLimits? limits = null)
{
    private const string Folder = "artifacts/";

    /// <summary>The limits of accepted artifacts.</summary>
    public ArtifactLimits Limits { get; } = limits ?? ArtifactLimits.Default;

    /// <summary>Whether an artifact is stored.</summary>
    /// <exception cref="InvalidArtifactException">The text is not a hash.</exception>
    public async Task<bool> HasAsync(string hash, CancellationToken cancellation) => await blobs.FindLengthAsync(NameOf(hash), cancellation) is not null;

    /// <summary>Returns the stored artifacts, by hash.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var hashes = new List<string>();
        await foreach (var item in blobs.ListAsync(Folder, cancellation))
        {
            if (ArtifactHash.Is(item.Name[Folder.Length..])) hashes.Add(item.Name[Folder.Length..]);
        }

        return hashes;
    }

    /// <summary>Deletes an artifact; does nothing where it is not stored.</summary>
    /// <exception cref="InvalidArtifactException">The text is not a hash.</exception>
    public Task DeleteAsync(string hash, CancellationToken cancellation) => blobs.DeleteAsync(NameOf(hash), cancellation);

    /// <summary>Starts receiving an artifact.</summary>
    /// <param name="hash">Its hash.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <exception cref="ArtifactTooLargeException">It exceeds the limit.</exception>
    /// <exception cref="InvalidArtifactException">The text is not a hash, or the size is not positive.</exception>
    public ArtifactUpload Receive(string hash, long size)
    {
        NameOf(hash);
        if (size > Limits.Size) throw new ArtifactTooLargeException($"The artifact has {size:N0} bytes; the limit is {Limits.Size:N0}.");
        return size > 0 ? new ArtifactUpload(this, hash, size) : throw new InvalidArtifactException($"The artifact has a size of {size} bytes; that of its archive was expected.");
    }

    /// <summary>Stores an artifact; where it is already stored, nothing is written.</summary>
    /// <exception cref="ArtifactTooLargeException">It exceeds a limit.</exception>
    /// <exception cref="InvalidArtifactException">The bytes do not match the hash, are not an archive, or name paths outside it.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task PutAsync(string hash, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var name = NameOf(hash);
        if (content.Length > Limits.Size) throw new ArtifactTooLargeException($"The artifact has {content.Length:N0} bytes; the limit is {Limits.Size:N0}.");
        var actual = ArtifactHash.Of(content.Span);
        if (actual != hash) throw new InvalidArtifactException($"The artifact's bytes have the hash {actual} instead of {hash}: it was damaged in transit. Upload it again.");
        using (var archive = new ArtifactArchive(new MemoryStream(content.ToArray(), writable: false), Limits)) archive.ReadManifest();
        if (!await HasAsync(hash, cancellation)) await blobs.PutAsync(name, content, cancellation);
    }

    /// <summary>Reads an artifact.</summary>
    /// <exception cref="CorruptBlobException">It is not stored, or damaged.</exception>
    /// <exception cref="InvalidArtifactException">The text is not a hash.</exception>
    public async Task<byte[]> ReadAsync(string hash, CancellationToken cancellation)
    {
        var name = NameOf(hash);
        var content = await blobs.ReadAsync(name, cancellation);
        var actual = ArtifactHash.Of(content);
        return actual == hash ? content : throw new CorruptBlobException($"{blobs.Describe(name)} is damaged: its bytes have the hash {actual}. Delete it and upload the artifact again.");
    }

    private static string NameOf(string hash) => ArtifactHash.Is(hash)
        ? Folder + hash
        : throw new InvalidArtifactException($"An artifact is named by its SHA-256, {ArtifactHash.Length} hexadecimal digits in lower case; '{(hash.Length > 80 ? hash[..80] : hash)}' is not one.");
}
