using Millrace.Hosting.Blobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>Opens the store of a test by its URI, what lies in it too, and folders beside it.</summary>
/// <param name="uri">The URI of the test's store.</param>
/// <param name="store">The store.</param>
public sealed class TestStores(StorageUri uri, IBlobStore store) : IBlobStores
{
    public IBlobStore Open(StorageUri other) => other == uri ? store : new DirectoryBlobStore(other.Folder!);
}
