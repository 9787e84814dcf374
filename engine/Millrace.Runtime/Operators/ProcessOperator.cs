using Millrace.Core.Graph;
using Millrace.Runtime.Chains;
using Millrace.Runtime.Receivers;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.Operators;

/// <summary>Runs a function without a key.</summary>
internal sealed class ProcessOperator<TIn, TOut>(
    OperatorId id, string name, ProcessFunction<TIn, TOut> function, FunctionContext context, OperatorTime time, Receiver<TOut> next, SideOutputs sideOutputs)
    : Receiver<TIn>, IStreamOperator
{
    private readonly ReceiverCollector<TOut> _output = new(next);

    public OperatorId Id => id;

    public string Name => name;

    public override bool Push(TIn value, long timestamp)
    {
        _output.Timestamp = timestamp;
        function.Process(value, new ProcessContext(timestamp, time, sideOutputs), _output);
        return _output.HasRoom && sideOutputs.HasRoom;
    }

    public override bool Resume() => _output.Resume() & sideOutputs.Resume();

    public void Open(IReadOnlyList<RestoredBlock> restored) => function.Open(context);

    public bool AdvanceWatermark(long watermark, ref int budget)
    {
        time.CurrentWatermark = watermark;
        return true;
    }

    public void Snapshot(long checkpoint, IStateSnapshotWriter writer) { }

    public void Close() => function.Close();
}
