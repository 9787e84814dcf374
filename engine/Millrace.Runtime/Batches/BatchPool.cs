using System.Collections.Concurrent;

namespace Millrace.Runtime.Batches;

/// <summary>The batches of one producer. Rented on its thread, returned from any thread.</summary>
internal sealed class BatchPool<T>(int batchSize, bool keyed)
{
    private readonly ConcurrentQueue<RecordBatch<T>> _free = new();

    public RecordBatch<T> Rent() => _free.TryDequeue(out var batch) ? batch : new RecordBatch<T>(this, batchSize, keyed);

    public void Return(RecordBatch<T> batch)
    {
        batch.Reset();
        _free.Enqueue(batch);
    }
}
