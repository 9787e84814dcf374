namespace Millrace.Simulation.Tests.Faults;

/// <summary>An exactly-once sink whose calls may be slow, fail, or fail after they took effect.</summary>
internal sealed class FaultySink<T>(IExactlyOnceSink<T> sink, FaultPlan faults) : IExactlyOnceSink<T>
{
    /// <value>How long the sink takes for a record.</value>
    public TimeSpan Work { get; init; }

    public bool CanRetract => sink.CanRetract;

    public IEpochWriter<T> CreateEpochWriter(SinkContext context) => new Writer(sink.CreateEpochWriter(context), faults, Work);

    public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(sink.CreatePublisher(context), faults);

    private sealed class Writer(IEpochWriter<T> writer, FaultPlan faults, TimeSpan work) : IEpochWriter<T>
    {
        public void Write(T value, long timestamp)
        {
            if (faults.Strikes(40)) throw new IOException("Simulated: the sink failed.");
            if (work > TimeSpan.Zero) faults.Work(work);
            writer.Write(value, timestamp);
        }

        public void Flush() => writer.Flush();

        public byte[]? EndEpoch(long epoch) => faults.Call($"ending epoch {epoch}", () => writer.EndEpoch(epoch));

        public void Keep(PendingEpoch epoch) => faults.Call($"keeping epoch {epoch.Epoch}", () => writer.Keep(epoch));

        public void Dispose() => writer.Dispose();
    }

    private sealed class Publisher(IEpochPublisher publisher, FaultPlan faults) : IEpochPublisher
    {
        public void Recover(IReadOnlyList<PendingEpoch> pending, long restored) =>
            faults.Call($"recovering epoch {restored}", () => publisher.Recover(pending, restored));

        public void Publish(PendingEpoch epoch) => faults.Call($"publishing epoch {epoch.Epoch}", () => publisher.Publish(epoch));

        public void Dispose() => publisher.Dispose();
    }
}
