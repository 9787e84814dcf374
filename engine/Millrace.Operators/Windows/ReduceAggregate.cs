namespace Millrace;

/// <summary>Keeps the first record as it is, then combines it with each further one.</summary>
internal sealed class ReduceAggregate<T>(Func<T, T, T> reduce) : AggregateFunction<T, (bool IsAny, T Value), T>
{
    public override (bool IsAny, T Value) CreateAccumulator() => (false, default!);

    public override (bool IsAny, T Value) Add((bool IsAny, T Value) accumulator, T value) =>
        (true, accumulator.IsAny ? reduce(accumulator.Value, value) : value);

    public override T GetResult((bool IsAny, T Value) accumulator) => accumulator.Value;

    public override (bool IsAny, T Value) Merge((bool IsAny, T Value) a, (bool IsAny, T Value) b) =>
        a.IsAny && b.IsAny ? (true, reduce(a.Value, b.Value)) : a.IsAny ? a : b;
}
