namespace Millrace.Tests.Testing.Harness;

/// <summary>Stands in a definition for the place where the harness looks at the output; it is never written.</summary>
internal sealed class OutletSink<T> : ISink<T>
{
    public ISinkWriter<T> CreateWriter(SinkContext context) => throw new NotSupportedException("The harness takes this output.");
}
