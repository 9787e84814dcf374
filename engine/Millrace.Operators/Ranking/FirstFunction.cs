namespace Millrace;

/// <summary>Emits a key's first record and drops all others.</summary>
internal sealed class FirstFunction<TKey, T>(Ttl? timeToLive) : KeyedProcessFunction<TKey, T, T>
{
    private readonly ValueState<bool> _seen = new("seen", timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<T> output)
    {
        if (_seen.Value) return;
        _seen.Update(true);
        output.Collect(value);
    }
}
