using Millrace.Hosting.Blobs;
using Millrace.Hosting.Blobs.Azure;

namespace Millrace.Hosting.Storage;

/// <summary>Opens stores in folders and in Azure Blob Storage.</summary>
public sealed class BlobStores : IBlobStores
{
    private readonly AzureContainers _azure;

    /// <param name="azure">How Azure Blob Storage is reached.</param>
    public BlobStores(AzureStorageOptions azure) => _azure = new AzureContainers(azure);

    /// <inheritdoc/>
    public IBlobStore Open(StorageUri uri) => uri.Folder is { } folder ? new DirectoryBlobStore(folder) : new AzureBlobStore(_azure.Of(uri), uri);
}
