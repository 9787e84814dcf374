using Millrace.Runtime.Receivers;
using Millrace.Runtime.State;

namespace Millrace.Runtime.Operators;

/// <summary>Records without a key, of a broadcast stream, into a function over keyed records: there is no current key meanwhile.</summary>
internal sealed class KeylessReceiver<TKey, TIn, TOut>(
    KeyedProcessCall<TKey, TIn, TOut> process, KeyContext<TKey> key, ITimerService timers, OperatorOutput<TOut> output) : Receiver<TIn>
{
    public override bool Push(TIn value, long timestamp)
    {
        key.Clear();
        output.Main.Timestamp = timestamp;
        process(value, new KeyedProcessContext<TKey>(default!, timestamp, timers, output.Side), output.Main);
        return output.HasRoom;
    }

    public override bool Resume() => output.Resume();
}
