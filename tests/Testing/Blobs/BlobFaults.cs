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

    /// <summary>Whether the newest versions of versioned blobs are read with a flipped bit.</summary>
    public bool DamagesNewest { get; set; }

    /// <summary>The exception thrown by listing; null where it succeeds.</summary>
    public Exception? ListFailure { get; set; }

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        if (FailsPut(name)) throw new IOException($"The store is unavailable: {name}.");
        store.Put(name, content);
    }

    public byte[] Read(string name, long offset, int length) => store.Read(name, offset, length);

    public byte[] Read(string name) => store.Read(name);

    public IReadOnlyList<string> List(string prefix) => ListFailure is { } failure ? throw failure : store.List(prefix);

    public void Delete(string name)
    {
        if (FailsDelete(name)) throw new IOException($"The store is unavailable: {name}.");
        store.Delete(name);
    }

    public VersionedBlob? ReadVersioned(string name)
    {
        if (store.ReadVersioned(name) is not { } blob || !DamagesNewest) return store.ReadVersioned(name);
        byte[] damaged = [.. blob.Content];
        damaged[^1] ^= 1;
        return blob with { Content = damaged };
    }

    public byte[]? ReadVersion(string name, long version) => store.ReadVersion(name, version);

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        if (FailsSwap(name)) throw new IOException($"The store is unavailable: {name}.");
        var swapped = store.TrySwap(name, expected, content);
        return LosesSwap(name) ? throw new IOException($"The answer was lost: {name}.") : swapped;
    }

    public string Describe(string name) => store.Describe(name);
}
