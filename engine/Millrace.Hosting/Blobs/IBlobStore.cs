namespace Millrace.Hosting.Blobs;

/// <summary>
/// Where checkpoints live. Names are relative, with '/' between parts. Calls may take long: they are made at the edge, never by a task
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

    /// <summary>The names that begin with <paramref name="prefix"/>, which ends with '/' or is empty, in order; of one that changes, once.</summary>
    IReadOnlyList<string> List(string prefix);

    /// <summary>Deletes a blob, and of one that changes all versions; nothing where there is none.</summary>
    void Delete(string name);

    /// <summary>Reads a blob that changes by compare-and-swap; null where there is none.</summary>
    VersionedBlob? ReadVersioned(string name);

    /// <summary>Reads an earlier version of a blob that changes; null where it is not kept.</summary>
    byte[]? ReadVersion(string name, long version) => null;

    /// <summary>
    /// Replaces version <paramref name="expected"/> (0: none) of a blob. True for one caller at most; false where another was faster, and
    /// also where the swap was done and others have swapped on top of it.
    /// </summary>
    bool TrySwap(string name, long expected, ReadOnlySpan<byte> content);

    /// <summary>What to call a blob in a message.</summary>
    string Describe(string name);

    /// <summary>What to call a version of a blob in a message.</summary>
    string Describe(string name, long version) => Describe(name);

    /// <summary>Deletes what writers have left behind that died long ago, under a prefix.</summary>
    void SweepUnfinished(string prefix)
    {
    }
}

/// <summary>A version of a blob, counted from 1.</summary>
public sealed record VersionedBlob(long Version, byte[] Content);
