using Millrace.Runtime.Receivers;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>The input of a function for records without a key.</summary>
internal sealed class ProcessReceiver<TIn, TOut>(ProcessCall<TIn, TOut> process, OperatorTime time, OperatorOutput<TOut> output) : Receiver<TIn>
{
    public override bool Push(TIn value, long timestamp)
    {
        output.Main.Timestamp = timestamp;
        process(value, new ProcessContext(timestamp, time, output.Side), output.Main);
        return output.HasRoom;
    }

    public override bool Resume() => output.Resume();
}
