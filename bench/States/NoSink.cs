namespace Millrace.Bench.States;

/// <summary>Takes records and does nothing with them.</summary>
internal sealed class NoSink : ISink<long>, ISinkWriter<long>
{
    public ISinkWriter<long> CreateWriter(SinkContext context) => this;

    public void Write(long value, long timestamp) { }

    public void Flush() { }

    public void Dispose() { }
}
