namespace Millrace;

internal sealed class ReduceFunction<TKey, T>(Func<T, T, T> reduce, Ttl? timeToLive) : KeyedProcessFunction<TKey, T, T>
{
    private readonly ReducingState<T> _reduced = new("reduced", reduce, timeToLive);

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<T> output) => output.Collect(_reduced.Add(value));
}
