using Millrace.Runtime.Receivers;
using Millrace.Runtime.State;

namespace Millrace.Runtime.Operators.Functions;

/// <summary>
/// The input for records without a key, of a broadcast stream, of a function over keyed records: there is no current key at first, and
/// then that of each key which the record visits.
/// </summary>
internal sealed class KeylessReceiver<TKey, TIn, TOut>(
    KeyedBroadcastCall<TKey, TIn, TOut> process, KeyContext<TKey> key, ITimerService timers, KeyVisits<TKey, TIn, TOut> visits, OperatorOutput<TOut> output) : Receiver<TIn>
{
    public override bool Push(TIn value, long timestamp)
    {
        key.Clear();
        output.Main.Timestamp = timestamp;
        process(value, new KeyedBroadcastContext<TKey, TOut>(timestamp, timers, output.Side, visits), output.Main);
        visits.Begin(value);
        return visits.Continue();
    }

    public override bool Resume() => output.Resume() && visits.Continue();
}
