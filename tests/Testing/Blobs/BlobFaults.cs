using Millrace.Hosting.Blobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>A store that fails when a test says so.</summary>
public sealed class BlobFaults(IBlobStore store) : IBlobStore
{
    /// <summary>The writes, by name, that fail before they have an effect.</summary>
    public Func<string, bool> FailsPut { get; set; } = static _ => false;

    /// <summary>The deletions, by name, that fail before they have an effect.</summary>
    public Func<string, bool> FailsDelete { get; set; } = static _ => false;

    /// <summary>The swaps, by name, that fail before they have an effect.</summary>
    public Func<string, bool> FailsSwap { get; set; } = static _ => false;

    /// <summary>The swaps, by name, that take effect but whose answer is lost.</summary>
    public Func<string, bool> LosesSwap { get; set; } = static _ => false;

    /// <summary>The writes and swaps, by name, for which there is no room.</summary>
    public Func<string, bool> IsFull { get; set; } = static _ => false;

    /// <summary>Whether the newest versions of versioned blobs are read with a flipped bit.</summary>
    public bool DamagesNewest { get; set; }

    /// <summary>The exception thrown by listing; null where it succeeds.</summary>
    public Exception? ListFailure { get; set; }

    public async Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation)
    {
        if (IsFull(name)) throw NoRoom(name);
        if (FailsPut(name)) throw new IOException($"The store is unavailable: {name}.");
        return await store.CreateAsync(name, cancellation);
    }

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation) => store.ReadAsync(name, cancellation);

    public Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation) => store.ReadAsync(name, offset, destination, cancellation);

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation) => store.FindLengthAsync(name, cancellation);

    public IAsyncEnumerable<BlobItem> ListAsync(string folder, CancellationToken cancellation) =>
        ListFailure is { } failure ? throw failure : store.ListAsync(folder, cancellation);

    public async Task DeleteAsync(string name, CancellationToken cancellation)
    {
        if (FailsDelete(name)) throw new IOException($"The store is unavailable: {name}.");
        await store.DeleteAsync(name, cancellation);
    }

    public async Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation)
    {
        if (await store.ReadVersionedAsync(name, cancellation) is not { } blob) return null;
        if (!DamagesNewest) return blob;
        byte[] damaged = [.. blob.Content];
        damaged[^1] ^= 1;
        return blob with { Content = damaged };
    }

    public Task<VersionedBlob?> ReadBeforeAsync(string name, BlobVersion version, CancellationToken cancellation) => store.ReadBeforeAsync(name, version, cancellation);

    public async Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (IsFull(name)) throw NoRoom(name);
        if (FailsSwap(name)) throw new IOException($"The store is unavailable: {name}.");
        var swapped = await store.TrySwapAsync(name, expected, content, cancellation);
        return LosesSwap(name) ? throw new IOException($"The answer was lost: {name}.") : swapped;
    }

    public string Describe(string name) => store.Describe(name);

    private static IOException NoRoom(string name) => new($"No space left on device: {name}.", 28);
}
