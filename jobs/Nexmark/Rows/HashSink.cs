using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using Millrace;

namespace Nexmark.Rows;

/// <summary>Counts and hashes rows, each exactly once: an epoch's totals are part of the checkpoint, and are added up with the permit.</summary>
internal sealed class HashSink<T>(RowTotals totals, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf) : IExactlyOnceSink<T>
{
    public bool CanRetract => false;

    public IEpochWriter<T> CreateEpochWriter(SinkContext context) => new Writer(write, countOf);

    public IEpochPublisher CreatePublisher(SinkContext context) => new Publisher(totals);

    private sealed class Writer : IEpochWriter<T>
    {
        private readonly ArrayBufferWriter<byte> _row = new();
        private readonly RowWriter _columns;
        private readonly Action<T, RowWriter> _write;
        private readonly Func<T, (long Id, long Count)>? _countOf;
        private long _rows;
        private ulong _hash;

        public Writer(Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf) => (_write, _columns, _countOf) = (write, new RowWriter(_row), countOf);

        public void Write(T value, long timestamp)
        {
            _row.ResetWrittenCount();
            _columns.Begin();
            _write(value, _columns);
            _rows++;
            _hash += _countOf is null ? XxHash3.HashToUInt64(_row.WrittenSpan) : HashOfCount(_countOf(value));
        }

        // Their sum is the sum of each id times its hash, however the counts are divided.
        private static ulong HashOfCount((long Id, long Count) row)
        {
            Span<byte> id = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(id, row.Id);
            return (ulong)row.Count * XxHash3.HashToUInt64(id);
        }

        public byte[]? EndEpoch(long epoch)
        {
            if (_rows == 0) return null;
            var payload = new byte[16];
            BinaryPrimitives.WriteInt64LittleEndian(payload, _rows);
            BinaryPrimitives.WriteUInt64LittleEndian(payload.AsSpan(8), _hash);
            (_rows, _hash) = (0, 0);
            return payload;
        }

        public void Flush() { }

        public void Dispose() { }
    }

    private sealed class Publisher(RowTotals totals) : IEpochPublisher
    {
        public void Recover(IReadOnlyList<PendingEpoch> pending, long restored)
        {
            foreach (var epoch in pending) Publish(epoch);
        }

        public void Publish(PendingEpoch epoch) => totals.Add(
            epoch.Writer, epoch.Epoch, BinaryPrimitives.ReadInt64LittleEndian(epoch.Payload), BinaryPrimitives.ReadUInt64LittleEndian(epoch.Payload.AsSpan(8)));

        public void Dispose() { }
    }
}
