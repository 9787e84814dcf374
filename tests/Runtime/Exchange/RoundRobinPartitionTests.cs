using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Tests.Exchange;

public sealed class RoundRobinPartitionTests
{
    [Fact]
    public void Batches_that_leave_before_they_are_full_are_dealt_too()
    {
        LocalChannel[] channels = [new(100), new(100), new(100)];
        var partition = new RoundRobinPartition<int>(channels, 256, 0);
        for (var i = 0; i < 7; i++)
        {
            partition.Push(i, 0);
            partition.Flush();
            partition.Flush();
        }

        Assert.Equal([[0, 3, 6], [1, 4], [2, 5]], channels.Select(Records));
    }

    private static List<int> Records(LocalChannel channel)
    {
        var records = new List<int>();
        while (channel.TryReceive(out var element))
        {
            var batch = (RecordBatch<int>)element;
            records.AddRange(batch.Values.AsSpan(0, batch.Count));
        }

        return records;
    }
}
