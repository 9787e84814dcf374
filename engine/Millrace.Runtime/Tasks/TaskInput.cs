using Millrace.Runtime.Batches;
using Millrace.Runtime.Chains;

namespace Millrace.Runtime.Tasks;

/// <summary>Where the batches of a subtask go in.</summary>
internal abstract class TaskInput
{
    /// <summary>Works off a batch from <paramref name="cursor"/> on; false when there is no room, with the cursor kept.</summary>
    public abstract bool Process(StreamElement element, ref int cursor);

    /// <summary>Whether records are left in a batch.</summary>
    public abstract bool HasMore(StreamElement element, int cursor);

    /// <summary>Gives a worked-off batch back.</summary>
    public abstract void Release(StreamElement element);

    /// <summary>Goes on with paused work; true when none is left and there is room.</summary>
    public abstract bool Resume();
}

/// <summary>Batches into a run of stages.</summary>
internal sealed class RunInput<T>(Receiver<T> run) : TaskInput
{
    public override bool Process(StreamElement element, ref int cursor)
    {
        var batch = (RecordBatch<T>)element;
        return run.PushAll(batch.Values.AsSpan(0, batch.Count), batch.Timestamps.AsSpan(0, batch.Count), ref cursor);
    }

    public override bool HasMore(StreamElement element, int cursor) => cursor < ((RecordBatch<T>)element).Count;

    public override void Release(StreamElement element) => ((RecordBatch<T>)element).Release();

    public override bool Resume() => run.Resume();
}
