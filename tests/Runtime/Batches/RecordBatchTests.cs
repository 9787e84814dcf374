#if DEBUG
using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Tests.Batches;

public sealed class RecordBatchTests
{
    [Fact]
    public void A_returned_batch_is_poisoned()
    {
        var batch = new BatchPool<(int A, long B)>(4, keyed: true).Rent();
        batch.Hashes[0] = 7;
        batch.Add((1, 2), 3);
        var (values, timestamps) = (batch.Values, batch.Timestamps);
        batch.Own(1);
        batch.Release();
        Assert.NotEqual((1, 2), values[0]);
        Assert.Equal(unchecked((long)0xDDDD_DDDD_DDDD_DDDD), values[0].B);
        Assert.Equal(RecordBatch<int>.PoisonedTimestamp, timestamps[0]);
        Assert.NotEqual(7UL, batch.Hashes[0]);
    }

    [Fact]
    public void A_returned_batch_keeps_no_object_alive()
    {
        var pool = new BatchPool<string>(4, keyed: false);
        var batch = pool.Rent();
        batch.Add("a", 0);
        batch.Own(2);
        batch.Release();
        Assert.Equal("a", batch.Values[0]);
        batch.Release();
        Assert.Null(batch.Values[0]);
        Assert.Same(batch, pool.Rent());
    }
}
#endif
