using System.Buffers.Binary;
using Millrace.Runtime.Operators;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Timers;

/// <summary>The timers of one clock, de-duplicated and in order.</summary>
internal sealed class TimerQueue(string state)
{
    private readonly SortedSet<TimerKey> _timers = [];

    public string State => state;

    public int Count => _timers.Count;

    public long Next => _timers.Count == 0 ? long.MaxValue : _timers.Min.Timestamp;

    public bool Register(TimerKey timer) => _timers.Add(timer);

    public bool Delete(TimerKey timer) => _timers.Remove(timer);

    public void Clear() => _timers.Clear();

    public bool TryPop(long upTo, out TimerKey timer)
    {
        timer = default;
        if (Next > upTo || _timers.Count == 0) return false;
        timer = _timers.Min;
        _timers.Remove(timer);
        return true;
    }

    /// <summary>Writes a block for each key group that has timers.</summary>
    public void Snapshot(IStateSnapshotWriter writer)
    {
        foreach (var group in _timers.GroupBy(static t => t.KeyGroup).OrderBy(static g => g.Key))
        {
            var block = new byte[group.Sum(static t => 12 + t.Key.Length)];
            var rest = block.AsSpan();
            foreach (var timer in group)
            {
                BinaryPrimitives.WriteInt64LittleEndian(rest, timer.Timestamp);
                BinaryPrimitives.WriteInt32LittleEndian(rest[8..], timer.Key.Length);
                timer.Key.CopyTo(rest[12..]);
                rest = rest[(12 + timer.Key.Length)..];
            }

            writer.Write(state, group.Key, block);
        }
    }

    public void Restore(int keyGroup, ReadOnlySpan<byte> block)
    {
        while (!block.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(block[8..]);
            _timers.Add(new TimerKey(BinaryPrimitives.ReadInt64LittleEndian(block), keyGroup, block.Slice(12, length).ToArray()));
            block = block[(12 + length)..];
        }
    }
}
