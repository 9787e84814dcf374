namespace Millrace;

internal sealed class ReduceFunction<TKey, T>(Func<T, T, T> reduce) : KeyedProcessFunction<TKey, T, T>
{
    private readonly ValueState<T> _reduced = new("reduced");

    public override void Process(T value, KeyedProcessContext<TKey> context, ICollector<T> output)
    {
        var reduced = _reduced.TryGet(out var before) ? reduce(before, value) : value;
        _reduced.Update(reduced);
        output.Collect(reduced);
    }
}
