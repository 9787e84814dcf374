using System.Runtime.CompilerServices;

namespace Millrace.Hosting.Blobs;

/// <summary>What can be done with every store.</summary>
public static class BlobStoreExtensions
{
    /// <summary>Writes a blob, durably, whole or not at all.</summary>
    public static async Task PutAsync(this IBlobStore store, string name, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        await using var writer = await store.CreateAsync(name, cancellation);
        await writer.WriteAsync(content, cancellation);
        await writer.CompleteAsync(cancellation);
    }

    /// <summary>Returns the version of a blob that is changed by swaps, readable or not; null where there is none.</summary>
    public static async Task<BlobVersion?> FindVersionAsync(this IBlobStore store, string name, CancellationToken cancellation) =>
        (await store.ReadVersionedAsync(name, cancellation))?.Version;

    /// <summary>Lists the blobs in a folder and in all folders below.</summary>
    public static async IAsyncEnumerable<BlobItem> ListAllAsync(
        this IBlobStore store, string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var next))
        {
            await foreach (var item in store.ListAsync(next, cancellation))
            {
                if (item.IsFolder) folders.Push(item.Name);
                else yield return item;
            }
        }
    }
}
