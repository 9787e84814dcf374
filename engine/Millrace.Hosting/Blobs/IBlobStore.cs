namespace Millrace.Hosting.Blobs;

/// <summary>
/// The storage of checkpoints. Names are relative, with '/' between parts. Calls may take long: they are made at the edge, never by a task
/// or a mailbox.
/// </summary>
public interface IBlobStore
{
    /// <summary>Writes a blob, durably, whole or not at all.</summary>
    void Put(string name, ReadOnlySpan<byte> content);

    /// <summary>Reads a range.</summary>
    /// <exception cref="CorruptBlobException">The blob is missing, or shorter.</exception>
    byte[] Read(string name, long offset, int length);

    /// <summary>Reads a blob.</summary>
    /// <exception cref="CorruptBlobException">The blob is missing.</exception>
    byte[] Read(string name);

    /// <summary>Returns the names that start with <paramref name="prefix"/> (empty, or ending with '/'), in order; a mutable blob's once.</summary>
    IReadOnlyList<string> List(string prefix);

    /// <summary>Deletes a blob, or all versions of a mutable one; does nothing where there is none.</summary>
    void Delete(string name);

    /// <summary>Reads a blob that is changed by compare-and-swap; null where there is none.</summary>
    VersionedBlob? ReadVersioned(string name);

    /// <summary>Reads an earlier version of a mutable blob; null where it is not kept.</summary>
    byte[]? ReadVersion(string name, long version) => null;

    /// <summary>
    /// Replaces version <paramref name="expected"/> (0: none) of a blob. Returns true for at most one caller; false where another was faster,
    /// and also where the swap succeeded and others have swapped on top of it.
    /// </summary>
    bool TrySwap(string name, long expected, ReadOnlySpan<byte> content);

    /// <summary>Returns a blob's name for messages.</summary>
    string Describe(string name);

    /// <summary>Returns the name of a blob's version for messages.</summary>
    string Describe(string name, long version) => Describe(name);

    /// <summary>Deletes the leftovers of writers that died long ago, under a prefix.</summary>
    void SweepUnfinished(string prefix)
    {
    }
}

/// <summary>A version of a blob, counted from 1.</summary>
public sealed record VersionedBlob(long Version, byte[] Content);
