using Millrace.Testing;
using Millrace.Tests.Testing.Harness;
using Millrace.Tests.Testing.Outside;

namespace Millrace.Runtime.Tests.Operators.Sinks;

public sealed class SinkOperatorTests
{
    private static readonly Script<int> Numbers = new Script<int>().Record(1, 10).Record(2, 20).Watermark(15).Records(3, 4, 5).Watermark(50).Records(6, 7);

    [Fact]
    public void An_exactly_once_sink_shows_each_record_once()
    {
        var seen = OperatorHarness.CheckSink(Numbers, () => new TestSink<int>(), (numbers, world) => numbers.SinkTo(world), world => world.Visible);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], seen);
    }

    [Fact]
    public void An_exactly_once_sink_behind_stages_in_its_chain()
    {
        var seen = OperatorHarness.CheckSink(
            Numbers, () => new TestSink<int>(), (numbers, world) => numbers.FlatMap(n => Enumerable.Repeat(n, 2)).SinkTo(world), world => world.Visible);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7], seen);
    }

    [Fact]
    public void A_sink_has_given_to_the_outside_what_came_before_a_barrier()
    {
        var seen = OperatorHarness.CheckSink(
            Numbers, () => new List<int>(), (numbers, outside) => numbers.SinkTo(new BufferingSink(outside)), outside => outside, new HarnessOptions<int> { ExactlyOnce = false });
        Assert.Equal([1, 2, 3, 4, 5, 6, 7], seen);
    }

    private sealed class BufferingSink(List<int> outside) : ISink<int>
    {
        public ISinkWriter<int> CreateWriter(SinkContext context) => new Writer(outside);

        private sealed class Writer(List<int> outside) : ISinkWriter<int>
        {
            private readonly List<int> _buffer = [];

            public void Write(int value, long timestamp) => _buffer.Add(value);

            public void Flush()
            {
                outside.AddRange(_buffer);
                _buffer.Clear();
            }

            public void Dispose() { }
        }
    }
}
