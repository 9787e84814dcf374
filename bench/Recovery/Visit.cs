using Millrace.Bench.States;

namespace Millrace.Bench.Recovery;

/// <summary>Reads, modifies and writes the state of each record's key, and emits the record.</summary>
internal sealed class Visit : KeyedProcessFunction<long, long, long>
{
    private readonly ValueState<Payload> _payload = new("payload");

    public override void Process(long value, KeyedProcessContext<long> context, ICollector<long> output)
    {
        var payload = _payload.Value;
        _payload.Update(payload with { Count = payload.Count + 1 });
        output.Collect(value);
    }
}
