namespace Millrace.Hosting.Blobs;

/// <summary>Opens the blob stores that a process can reach.</summary>
public interface IBlobStores
{
    /// <summary>Opens a store. Nothing is created, and nothing is asked of it yet.</summary>
    /// <exception cref="StorageNotConfiguredException">This process does not know how to reach it.</exception>
    IBlobStore Open(StorageUri uri);
}
