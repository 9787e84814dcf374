namespace Millrace.Runtime.Receivers;

/// <summary>
/// The collector passed to a function. One call may collect more than there is room for; the excess waits here, and the caller starts no
/// other call before <see cref="Resume"/> has returned true.
/// </summary>
internal sealed class ReceiverCollector<T>(Receiver<T> next) : ICollector<T>
{
    private readonly Queue<(T Value, long Timestamp)> _overdrawn = new();

    /// <summary>The timestamp of the current record or timer.</summary>
    public long Timestamp { get; set; }

    public bool HasRoom { get; private set; } = true;

    public void Collect(T value) => Collect(value, Timestamp);

    public void Collect(T value, long timestamp)
    {
        if (HasRoom) HasRoom = next.Push(value, timestamp);
        else _overdrawn.Enqueue((value, timestamp));
    }

    public bool Resume()
    {
        HasRoom = next.Resume();
        while (HasRoom && _overdrawn.TryDequeue(out var record)) HasRoom = next.Push(record.Value, record.Timestamp);
        return HasRoom;
    }
}
