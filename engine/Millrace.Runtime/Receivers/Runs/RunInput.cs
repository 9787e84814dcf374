using Millrace.Runtime.Batches;

namespace Millrace.Runtime.Receivers.Runs;

/// <summary>The input of batches into a run of stages.</summary>
internal sealed class RunInput<T>(Receiver<T> run) : ChainInput
{
    public override int Place => ChainPosition.None;

    public override bool Process(StreamElement element, ref int cursor, int end)
    {
        var batch = (RecordBatch<T>)element;
        var count = Math.Min(batch.Count, end);
        return run.PushAll(batch.Values.AsSpan(0, count), batch.Timestamps.AsSpan(0, count), ref cursor);
    }

    public override bool HasMore(StreamElement element, int cursor) => cursor < ((RecordBatch<T>)element).Count;

    public override void Release(StreamElement element) => ((RecordBatch<T>)element).Release();

    public override bool Resume() => run.Resume();

    public override string Describe(StreamElement element, int cursor) => RecordText.Of(((RecordBatch<T>)element).Timestamps[cursor - 1]);
}
