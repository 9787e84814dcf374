namespace Millrace.Hosting.Blobs;

/// <summary>What lies in a folder of a store.</summary>
/// <param name="Name">Its full name; that of a folder ends with '/'.</param>
/// <param name="Length">The length of a blob in bytes; 0 for a folder.</param>
public readonly record struct BlobItem(string Name, long Length)
{
    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Name.EndsWith('/');
}
