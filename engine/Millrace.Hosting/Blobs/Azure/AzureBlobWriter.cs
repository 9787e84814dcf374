using System.Buffers;
using Azure.Storage.Blobs.Specialized;

namespace Millrace.Hosting.Blobs.Azure;

/// <summary>
/// Writes a blob of any size: a small one by one request, a large one by blocks, several at once. Blocks that are never committed are no blob, and the
/// service drops them after a week.
/// </summary>
/// <param name="blob">The blob.</param>
/// <param name="description">The blob's name for messages.</param>
internal sealed class AzureBlobWriter(BlockBlobClient blob, string description) : BlobWriter
{
    private const int BlockBytes = 8 << 20;
    private const int ConcurrentBlocks = 4;

    private readonly List<string> _blocks = [];
    private readonly List<Task> _uploads = [];
    private readonly Guid _name = Guid.NewGuid();
    private byte[] _block = [];
    private int _filled;

    public override async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (bytes.Length > 0)
        {
            if (_filled == BlockBytes) await BeginAsync(cancellation);
            Grow(_filled + bytes.Length);
            var taken = Math.Min(bytes.Length, _block.Length - _filled);
            bytes[..taken].CopyTo(_block.AsMemory(_filled));
            _filled += taken;
            bytes = bytes[taken..];
        }
    }

    public override Task CompleteAsync(CancellationToken cancellation) => AzureErrors.TranslateAsync(description, async () =>
    {
        var write = new AzureWrite(blob);
        if (_blocks.Count == 0)
        {
            await write.PutAsync(_block.AsMemory(0, _filled), null, cancellation);
            return true;
        }

        if (_filled > 0) await BeginAsync(cancellation);
        await Task.WhenAll(_uploads);
        await write.CommitAsync(_blocks, cancellation);
        return true;
    }, cancellation);

    public override async ValueTask DisposeAsync()
    {
        // Uploads that go on use buffers of this writer.
        await Task.WhenAll(_uploads).ContinueWith(static _ => { }, TaskScheduler.Default);
        Return(_block);
        _block = [];
    }

    /// <summary>Begins to upload the block, when there is room among those that are on their way.</summary>
    private async Task BeginAsync(CancellationToken cancellation)
    {
        _uploads.RemoveAll(static u => u.IsCompletedSuccessfully);
        if (_uploads.Count >= ConcurrentBlocks) await await Task.WhenAny(_uploads);
        // All ids of a blob have the same length, and no other writer has them.
        var id = Convert.ToBase64String([.. _name.ToByteArray(), .. BitConverter.GetBytes(_blocks.Count)]);
        _blocks.Add(id);
        _uploads.Add(UploadAsync(id, _block, _filled, cancellation));
        (_block, _filled) = ([], 0);
    }

    private Task UploadAsync(string id, byte[] block, int length, CancellationToken cancellation) => AzureErrors.TranslateAsync(description, async () =>
    {
        try
        {
            using var content = new MemoryStream(block, 0, length, writable: false);
            await blob.StageBlockAsync(id, content, cancellationToken: cancellation);
            return true;
        }
        finally
        {
            Return(block);
        }
    }, cancellation);

    private void Grow(int length)
    {
        if (_block.Length >= Math.Min(length, BlockBytes)) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(length, 2 * _block.Length), BlockBytes));
        _block.AsSpan(0, _filled).CopyTo(larger);
        Return(_block);
        _block = larger;
    }

    private static void Return(byte[] block)
    {
        if (block.Length > 0) ArrayPool<byte>.Shared.Return(block);
    }
}
