using System.Diagnostics;

namespace Millrace.Bench.Backpressure;

/// <summary>Takes a given number of records a second, and blocks its task in between.</summary>
internal sealed class SlowSink(double recordsPerSecond, Taken taken) : ISink<long>
{
    public ISinkWriter<long> CreateWriter(SinkContext context) => new Writer(recordsPerSecond, taken);

    private sealed class Writer(double recordsPerSecond, Taken taken) : ISinkWriter<long>
    {
        private long _next = Stopwatch.GetTimestamp();

        public void Write(long value, long timestamp)
        {
            taken.Count++;
            // One wait covers several records, because a thread cannot sleep for less than about a millisecond.
            _next += (long)(Stopwatch.Frequency / recordsPerSecond);
            var early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), _next);
            if (early > TimeSpan.FromMilliseconds(5)) Thread.Sleep(early);
        }

        public void Flush() { }

        public void Dispose() { }
    }
}
