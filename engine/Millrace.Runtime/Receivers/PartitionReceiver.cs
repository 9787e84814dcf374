using Millrace.Runtime.Exchange;

namespace Millrace.Runtime.Receivers;

/// <summary>Pushes records into one partition.</summary>
internal sealed class PartitionReceiver<T>(ResultPartition<T> partition) : Receiver<T>
{
    public override bool Push(T value, long timestamp) => partition.Push(value, timestamp);

    public override bool Resume() => partition.Drain();
}

/// <summary>Pushes records into several partitions: a stream with several consumers.</summary>
internal sealed class FanOutReceiver<T>(ResultPartition<T>[] partitions) : Receiver<T>
{
    public override bool Push(T value, long timestamp)
    {
        var room = true;
        foreach (var partition in partitions) room &= partition.Push(value, timestamp);
        return room;
    }

    public override bool Resume()
    {
        var room = true;
        foreach (var partition in partitions) room &= partition.Drain();
        return room;
    }
}
