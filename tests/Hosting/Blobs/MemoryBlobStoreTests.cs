using Millrace.Hosting.Blobs;
using Millrace.Testing.Clusters;

namespace Millrace.Hosting.Tests.Blobs;

/// <summary>The store that simulations use does what the others do.</summary>
public sealed class MemoryBlobStoreTests : BlobStoreContract
{
    private readonly MemoryBlobStore _store = new();

    protected override IBlobStore Open() => _store;
}
