namespace Millrace.Bench.States;

/// <summary>Does a read-modify-write for each record.</summary>
internal sealed class TouchJob(TouchSource source) : IStreamJob
{
    public void Define(StreamEnvironment env, JobArguments args) =>
        env.FromSource(source).Uid("keys").KeyBy(static key => key).Process(new Touch()).Uid("touch").SinkTo(new NoSink()).Uid("none");

    private sealed class Touch : KeyedProcessFunction<long, long, long>
    {
        private readonly ValueState<Payload> _payload = new("payload");

        public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output)
        {
            var payload = _payload.Value;
            _payload.Update(payload with { Count = payload.Count + 1 });
        }
    }

    private sealed class NoSink : ISink<long>, ISinkWriter<long>
    {
        public ISinkWriter<long> CreateWriter(SinkContext context) => this;

        public void Write(long value, long timestamp) { }

        public void Flush() { }

        public void Dispose() { }
    }
}
