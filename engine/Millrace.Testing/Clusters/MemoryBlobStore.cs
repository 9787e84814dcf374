using System.Globalization;
using System.Runtime.CompilerServices;
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
    private readonly SortedDictionary<string, VersionedBlob> _versioned = new(StringComparer.Ordinal);

    public Task<BlobWriter> CreateAsync(string name, CancellationToken cancellation) => Task.FromResult<BlobWriter>(new Writer(this, name));

    public Task<byte[]> ReadAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            return _blobs.TryGetValue(name, out var blob)
                ? Task.FromResult(blob)
                : Task.FromException<byte[]>(new CorruptBlobException($"{name} is missing."));
        }
    }

    public async Task ReadAsync(string name, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        var blob = await ReadAsync(name, cancellation);
        if (offset + destination.Length > blob.Length)
            throw new CorruptBlobException($"{name} ends early: expected {destination.Length} bytes at {offset}, found {Math.Max(0, blob.Length - offset)}.");
        blob.AsMemory((int)offset, destination.Length).CopyTo(destination);
    }

    public Task<long?> FindLengthAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult<long?>(_versioned.GetValueOrDefault(name)?.Content.Length ?? _blobs.GetValueOrDefault(name)?.Length);
    }

    public async IAsyncEnumerable<BlobItem> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var item in List(folder)) yield return item;
    }

    public Task DeleteAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            _blobs.Remove(name);
            _versioned.Remove(name);
        }

        return Task.CompletedTask;
    }

    public Task<VersionedBlob?> ReadVersionedAsync(string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate) return Task.FromResult(_versioned.GetValueOrDefault(name));
    }

    public Task<BlobVersion?> TrySwapAsync(string name, BlobVersion? expected, ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            var now = _versioned.GetValueOrDefault(name)?.Version;
            if (now != expected) return Task.FromResult<BlobVersion?>(null);
            var next = new BlobVersion((now is { } version ? long.Parse(version.Token, CultureInfo.InvariantCulture) + 1 : 1).ToString(CultureInfo.InvariantCulture));
            _versioned[name] = new VersionedBlob(next, content.ToArray());
            return Task.FromResult<BlobVersion?>(next);
        }
    }

    public string Describe(string name) => name;

    private List<BlobItem> List(string folder)
    {
        var items = new SortedDictionary<string, long>(StringComparer.Ordinal);
        lock (_gate)
        {
            foreach (var (name, length) in _blobs.Select(static b => (b.Key, b.Value.Length)).Concat(_versioned.Select(static b => (b.Key, b.Value.Content.Length))))
            {
                if (!name.StartsWith(folder, StringComparison.Ordinal)) continue;
                var end = name.IndexOf('/', folder.Length);
                if (end < 0) items[name] = length;
                else items[name[..(end + 1)]] = 0;
            }
        }

        return [.. items.Select(static i => new BlobItem(i.Key, i.Value))];
    }

    private sealed class Writer(MemoryBlobStore store, string name) : BlobWriter
    {
        private readonly MemoryStream _content = new();

        public override Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
        {
            _content.Write(bytes.Span);
            return Task.CompletedTask;
        }

        public override Task CompleteAsync(CancellationToken cancellation)
        {
            lock (store._gate) store._blobs[name] = _content.ToArray();
            return Task.CompletedTask;
        }

        public override ValueTask DisposeAsync() => _content.DisposeAsync();
    }
}
