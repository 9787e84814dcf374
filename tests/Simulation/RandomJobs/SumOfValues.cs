namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The sum of a window's values.</summary>
internal sealed class SumOfValues : AggregateFunction<Item, long, long>
{
    public override long CreateAccumulator() => 0;

    public override long Add(long accumulator, Item value) => accumulator + value.Value;

    public override long GetResult(long accumulator) => accumulator;

    public override long Merge(long a, long b) => a + b;
}
