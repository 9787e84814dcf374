using Millrace.Hosting.Blobs;

namespace Millrace.Testing.Clusters;

/// <summary>
/// The in-memory twin of a blob store: it survives the crash of every process of a simulated cluster. Thread-safe, for the tasks of an
/// embedded cluster.
/// </summary>
internal sealed class MemoryBlobStore : IBlobStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, VersionedBlob> _versioned = new(StringComparer.Ordinal);

    public void Put(string name, ReadOnlySpan<byte> content)
    {
        lock (_gate) _blobs[name] = content.ToArray();
    }

    public byte[] Read(string name, long offset, int length)
    {
        var blob = Read(name);
        return offset + length <= blob.Length
            ? blob.AsSpan((int)offset, length).ToArray()
            : throw new CorruptBlobException($"{name} ends early: expected {length} bytes at {offset}, found {blob.Length}.");
    }

    public byte[] Read(string name)
    {
        lock (_gate) return _blobs.TryGetValue(name, out var blob) ? blob : throw new CorruptBlobException($"{name} is missing.");
    }

    public IReadOnlyList<string> List(string prefix)
    {
        lock (_gate) return [.. _blobs.Keys.Concat(_versioned.Keys).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    public void Delete(string name)
    {
        lock (_gate)
        {
            _blobs.Remove(name);
            _versioned.Remove(name);
        }
    }

    public VersionedBlob? ReadVersioned(string name)
    {
        lock (_gate) return _versioned.GetValueOrDefault(name);
    }

    public bool TrySwap(string name, long expected, ReadOnlySpan<byte> content)
    {
        lock (_gate)
        {
            if ((_versioned.GetValueOrDefault(name)?.Version ?? 0) != expected) return false;
            _versioned[name] = new VersionedBlob(expected + 1, content.ToArray());
            return true;
        }
    }

    public string Describe(string name) => name;
}
