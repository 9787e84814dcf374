using Millrace.Core.Checkpoints;
using Millrace.Core.Graph;
using Millrace.Runtime.Chains;
using Millrace.Runtime.OperatorState;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators.Sinks;

/// <summary>Writes records to a sink that may see them again after a failure.</summary>
internal sealed class SinkOperator<T>(JobOperator description, ISink<T> sink, SinkContext context, OperatorStateBackend state)
    : Receiver<T>, IStreamOperator
{
    private ISinkWriter<T>? _writer;

    public OperatorId Id => description.Id;

    public string Name => description.Name;

    public override bool Push(T value, long timestamp)
    {
        _writer!.Write(value, timestamp);
        return true;
    }

    public override bool Resume() => true;

    public void Open(IReadOnlyList<RestoredBlock> restored)
    {
        state.Open(sink, restored);
        _writer = sink.CreateWriter(context);
        AsynchronousFunctions.RefuseMethods(_writer, $"operator '{description.Name}'");
    }

    public void EndInput() => _writer!.Flush();

    public void Snapshot(CheckpointBarrier barrier, IStateSnapshotWriter writer)
    {
        _writer!.Flush();
        state.Snapshot(writer);
    }

    public void Close() => _writer?.Dispose();
}
