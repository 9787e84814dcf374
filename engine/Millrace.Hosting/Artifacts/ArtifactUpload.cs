namespace Millrace.Hosting.Artifacts;

/// <summary>An artifact being received, part by part. It holds the parts received, up to the announced size.</summary>
public sealed class ArtifactUpload
{
    private readonly ArtifactStore _store;
    private readonly string _hash;
    private readonly long _size;
    private readonly MemoryStream _content = new();

    internal ArtifactUpload(ArtifactStore store, string hash, long size) => (_store, _hash, _size) = (store, hash, size);

    /// <summary>The number of bytes received.</summary>
    public long Received => _content.Length;

    /// <summary>Takes the next part.</summary>
    /// <exception cref="InvalidArtifactException">The part exceeds the announced size.</exception>
    public void Append(ReadOnlySpan<byte> part)
    {
        if (_content.Length + part.Length > _size) throw new InvalidArtifactException($"More bytes arrived than the {_size:N0} that were announced. Upload the artifact again.");
        _content.Write(part);
    }

    /// <summary>Stores the artifact.</summary>
    /// <exception cref="InvalidArtifactException">Bytes are missing, or they are not as announced (see <see cref="ArtifactStore.PutAsync"/>).</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        if (_content.Length < _size) throw new InvalidArtifactException($"Only {_content.Length:N0} of {_size:N0} bytes arrived. Upload the artifact again.");
        await _store.PutAsync(_hash, _content.GetBuffer().AsMemory(0, (int)_content.Length), cancellation);
    }
}
