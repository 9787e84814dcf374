using Millrace.Simulation.Tests.Faults;

namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A sink that publishes records when it is flushed, and may publish them again after a failure.</summary>
internal sealed class FlushedSink(List<Item> shown, FaultPlan faults) : ISink<Item>
{
    public ISinkWriter<Item> CreateWriter(SinkContext context) => new Writer(shown, faults);

    private sealed class Writer(List<Item> shown, FaultPlan faults) : ISinkWriter<Item>
    {
        private readonly List<Item> _buffer = [];

        public void Write(Item value, long timestamp) => _buffer.Add(value);

        public void Flush()
        {
            if (_buffer.Count == 0) return;
            faults.Call("flushing", () => shown.AddRange(_buffer));
            _buffer.Clear();
        }

        public void Dispose() { }
    }
}
