using Millrace.Hosting.Blobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>A store that fails when a test says so.</summary>
public sealed class BlobFaults(IBlobStore store) : IBlobStore
{
    /// <summary>Which writes fail, by name, before they have an effect.</summary>
    public Func<string, bool> FailsPut { get; set; } = static _ => false;

    /// <summary>Which swaps fail, by name, before they have an effect.</summary>
    public Func<string, bool> FailsSwap { get; set; } = static _ => false;

    /// <summary>Of which swaps the answer is lost, by name: they had their effect.</summary>
    public Func<string, bool> LosesSwap { get; set; } = static _ => false;

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        if (FailsPut(name)) throw new IOException($"The store is not to be had: {name}.");
        store.Put(name, content);
    }

    public byte[] Read(string name, long offset, int length) => store.Read(name, offset, length);

    public byte[] Read(string name) => store.Read(name);

    public IReadOnlyList<string> List(string prefix) => store.List(prefix);

    public void Delete(string name) => store.Delete(name);

    public VersionedBlob? ReadVersioned(string name) => store.ReadVersioned(name);

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        if (FailsSwap(name)) throw new IOException($"The store is not to be had: {name}.");
        var swapped = store.TrySwap(name, expected, content);
        return LosesSwap(name) ? throw new IOException($"The answer was lost: {name}.") : swapped;
    }

    public string Describe(string name) => store.Describe(name);
}
