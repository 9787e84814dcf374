using CsCheck;
using Millrace.Core.KeyGroups;
using Millrace.Runtime.Snapshots;
using Millrace.Runtime.State.Heap;
using Millrace.Runtime.Timers;
using Millrace.Tests.Testing.Backends;

namespace Millrace.Runtime.Tests.Timers;

public sealed class TimerQueueTests
{
    private const int KeyGroups = 5;

    private enum Act
    {
        Register,
        Delete,
        Pop,
    }

    private static readonly Gen<(Act Act, long Timestamp, byte[] Key)> Steps =
        Gen.Select(Gen.Enum<Act>(), Gen.OneOf(Gen.Long[-5, 20], Gen.Const(long.MinValue), Gen.Const(long.MaxValue)), Gen.Byte[0, 3].Array[0, 3]);

    [Fact]
    public void It_is_an_ordered_set_whatever_the_key_groups_and_also_after_a_restore() =>
        Steps.Array[1, 200].Sample(steps =>
        {
            var intervals = new Intervals();
            var tables = new KeyedTables("timers", KeyGroups, intervals);
            var queue = new TimerQueue(tables);
            var model = new SortedSet<(long Timestamp, string Key)>(Comparer<(long, string)>.Create(Compare));
            foreach (var (act, timestamp, key) in steps)
            {
                Apply(queue, model, act, timestamp, key);
                Assert.Equal(model.Count, queue.Count);
                Assert.Equal(model.Count == 0 ? long.MaxValue : model.Min.Timestamp, queue.Next);
            }

            var restored = new TimerQueue(new KeyedTables("timers", KeyGroups, new Intervals()));
            var blocks = new BlockCollector();
            Assert.True(blocks.Slice(intervals.Begin(new SnapshotRequest(1, 0, IsFull: true), [tables])));
            foreach (var block in blocks.Blocks) restored.Restore(block);
            Assert.Equal(model.Select(m => (m.Timestamp, m.Key)), Drain(restored));
        });

    private static void Apply(TimerQueue queue, SortedSet<(long, string)> model, Act act, long timestamp, byte[] key)
    {
        var timer = new byte[KeyGroupTimers.TimestampBytes + key.Length];
        KeyGroupTimers.Write(timer, timestamp, key);
        switch (act)
        {
            case Act.Register:
                Assert.Equal(model.Add((timestamp, Convert.ToHexString(key))), queue.Register(GroupOf(key), timer));
                break;
            case Act.Delete:
                Assert.Equal(model.Remove((timestamp, Convert.ToHexString(key))), queue.Delete(GroupOf(key), timer));
                break;
            case Act.Pop when model.Count > 0:
                Assert.Equal(model.Min, (queue.Next, Convert.ToHexString(queue.FirstKey.Span)));
                model.Remove(model.Min);
                queue.RemoveFirst();
                break;
        }
    }

    private static List<(long, string)> Drain(TimerQueue queue)
    {
        var drained = new List<(long, string)>();
        while (queue.Count > 0)
        {
            drained.Add((queue.Next, Convert.ToHexString(queue.FirstKey.Span)));
            queue.RemoveFirst();
        }

        return drained;
    }

    private static int GroupOf(byte[] key) => KeyGroup.Of(KeyGroup.Hash(key), KeyGroups);

    private static int Compare((long Timestamp, string Key) a, (long Timestamp, string Key) b) =>
        a.Timestamp != b.Timestamp ? a.Timestamp.CompareTo(b.Timestamp) : string.CompareOrdinal(a.Key, b.Key);
}
