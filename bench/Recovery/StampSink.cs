using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Millrace.Bench.Recovery;

/// <summary>
/// Writes when records came, at most one time each millisecond, to a file of each subtask attempt. The clock is the system's monotonic one, which all
/// processes share.
/// </summary>
internal sealed class StampSink(string folder) : ISink<long>
{
    public ISinkWriter<long> CreateWriter(SinkContext context)
    {
        RestoreStamps.WriteTo(folder);
        return new Writer(Stamps.FileOf(folder, context.Attempt, context.Subtask));
    }

    private sealed class Writer(string path) : ISinkWriter<long>
    {
        private static readonly long s_apart = Stopwatch.Frequency / 1000;

        private FileStream? _file;
        private long _last;

        public void Write(long value, long timestamp)
        {
            var now = Stopwatch.GetTimestamp();
            if (now - _last < s_apart) return;
            _last = now;
            // Without a buffer: what a killed process has written is there.
            _file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in now)));
        }

        public void Flush() { }

        public void Dispose() => _file?.Dispose();
    }
}
