namespace Millrace.Testing.Attempts;

/// <summary>A placeholder in a definition for the output that a test takes; it is never written to.</summary>
/// <param name="taker">Receives the output.</param>
internal sealed class TakenSink<T>(IOutputTaker<T> taker) : ISink<T>
{
    public IOutputTaker<T> Taker => taker;

    public ISinkWriter<T> CreateWriter(SinkContext context) => throw new NotSupportedException("A test consumes this output.");

    /// <summary>Ends a stream here.</summary>
    public void Take(DataStream<T> stream) => stream.Rebalance().SinkTo(this).Parallelism(1);
}
