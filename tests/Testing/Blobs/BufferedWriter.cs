using Millrace.Hosting.Blobs;

namespace Millrace.Tests.Testing.Blobs;

/// <summary>Collects a blob in memory, and hands it over when it is complete.</summary>
/// <param name="complete">Takes the content.</param>
public sealed class BufferedWriter(Func<byte[], CancellationToken, Task> complete) : BlobWriter
{
    private readonly MemoryStream _content = new();

    public override Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        _content.Write(bytes.Span);
        return Task.CompletedTask;
    }

    public override Task CompleteAsync(CancellationToken cancellation) => complete(_content.ToArray(), cancellation);

    public override ValueTask DisposeAsync() => _content.DisposeAsync();
}
