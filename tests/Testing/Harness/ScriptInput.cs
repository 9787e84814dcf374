using Millrace.Runtime.Batches;
using Millrace.Runtime.Exchange;

namespace Millrace.Tests.Testing.Harness;

/// <summary>Plays a script into the real partitions of an input, as a source's task does.</summary>
internal sealed class ScriptInput<T>(IReadOnlyList<ResultPartition<T>> partitions)
{
    public void Push(T value, long timestamp)
    {
        foreach (var partition in partitions) partition.Push(value, timestamp);
    }

    public void Send(StreamElement control)
    {
        foreach (var partition in partitions) partition.Broadcast(control);
    }

    public void Flush()
    {
        foreach (var partition in partitions) partition.Flush();
    }
}
