using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Testing.Attempts;

/// <summary>Feeds records into the real partitions of an input, in place of a source's task.</summary>
internal sealed class PlayedInput<T>(IReadOnlyList<ResultPartition<T>> partitions) : PlayedInput
{
    public void Push(T value, long timestamp)
    {
        foreach (var partition in partitions) partition.Push(value, timestamp);
    }

    public override void Send(StreamElement control)
    {
        foreach (var partition in partitions) partition.Broadcast(control);
    }

    public override void Flush()
    {
        foreach (var partition in partitions) partition.Flush();
    }
}
