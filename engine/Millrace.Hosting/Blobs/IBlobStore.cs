namespace Millrace.Hosting.Blobs;

/// <summary>
/// Durable storage of named blobs. Names are relative, with '/' between parts. A blob is either written once or changed by swaps, never both. Calls may
/// take long: they are made at the edge, never by a task or a mailbox, and end early where their token is cancelled; a write that was cancelled or has
/// failed may have taken effect.
/// </summary>
public interface IBlobStore
{
    /// <summary>Starts to write a blob, which is durable and visible, whole, when it is completed, and not before.</summary>
    /// <param name="name">Its name; nothing else may write it.</param>
    /// <param name="cancellation">Cancels this call.</param>
    Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation);

    /// <summary>Reads a blob.</summary>
    /// <exception cref="CorruptBlobException">The blob is missing.</exception>
    Task<byte[]> ReadAsync(string name, CancellationToken cancellation);

    /// <summary>Fills <paramref name="destination"/> with a range of a blob.</summary>
    /// <exception cref="CorruptBlobException">The blob is missing, or ends before the range.</exception>
    Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation);

    /// <summary>Returns the length of a blob in bytes; null where there is none.</summary>
    Task<long?> FindLengthAsync(string name, CancellationToken cancellation);

    /// <summary>
    /// Lists what lies directly in a folder (empty, or ending with '/'), in the order of names: blobs, and folders whose names end with '/'. A blob that is
    /// changed by swaps is listed once.
    /// </summary>
    IAsyncEnumerable<BlobItem> ListAsync(string folder, CancellationToken cancellation);

    /// <summary>Deletes a blob; does nothing where there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellation);

    /// <summary>Reads a blob that is changed by swaps; null where there is none.</summary>
    Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation);

    /// <summary>Reads the version that a version replaced; null where it is not kept.</summary>
    Task<VersionedBlob?> ReadBeforeAsync(string name, BlobVersion version, CancellationToken cancellation) => Task.FromResult<VersionedBlob?>(null);

    /// <summary>Replaces a version of a blob.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="expected">The version that is replaced; null where there must be no such blob.</param>
    /// <param name="content">Its content from now on.</param>
    /// <param name="cancellation">Cancels this call.</param>
    /// <returns>
    /// The new version, for at most one caller; null where another was faster, and also where the swap succeeded and others have swapped on top of it.
    /// </returns>
    Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation);

    /// <summary>Deletes the leftovers of writers that died long ago, in a folder and those below.</summary>
    Task SweepUnfinishedAsync(string folder, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Returns a blob's name for messages: with the store's, and without secrets.</summary>
    string Describe(string name);

    /// <summary>Returns the name of a blob's version for messages.</summary>
    string Describe(string name, BlobVersion version) => Describe(name);
}
