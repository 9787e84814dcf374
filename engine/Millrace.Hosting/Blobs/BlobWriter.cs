namespace Millrace.Hosting.Blobs;

/// <summary>A blob that is being written, from its beginning to its end. One that is disposed of before it is complete leaves nothing behind.</summary>
public abstract class BlobWriter : IAsyncDisposable
{
    /// <summary>Adds bytes, which may be reused when the call is over.</summary>
    public abstract Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation);

    /// <summary>Ends the blob: it is durable when the call is over.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellation);

    /// <summary>Drops what was written, unless it is complete.</summary>
    public abstract ValueTask DisposeAsync();
}
