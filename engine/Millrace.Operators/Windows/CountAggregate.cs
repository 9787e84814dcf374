namespace Millrace;

internal sealed class CountAggregate<T> : AggregateFunction<T, long, long>
{
    public override long CreateAccumulator() => 0;

    public override long Add(long accumulator, T value) => accumulator + 1;

    public override long GetResult(long accumulator) => accumulator;

    public override long Merge(long a, long b) => a + b;
}
