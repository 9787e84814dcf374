namespace Millrace.Testing.Attempts;

/// <summary>Stands in a definition for the place where a test looks at the output; it is never written.</summary>
/// <param name="taker">Told what comes out.</param>
internal sealed class TakenSink<T>(IOutputTaker<T> taker) : ISink<T>
{
    public IOutputTaker<T> Taker => taker;

    public ISinkWriter<T> CreateWriter(SinkContext context) => throw new NotSupportedException("A test takes this output.");

    /// <summary>Ends a stream here.</summary>
    public void Take(DataStream<T> stream) => stream.Rebalance().SinkTo(this).Parallelism(1);
}
