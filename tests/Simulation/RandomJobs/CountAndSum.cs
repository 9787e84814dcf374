namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The number of records in a window, and the sum of their values.</summary>
internal sealed class CountAndSum : AggregateFunction<Item, (int Count, long Sum), (int Count, long Sum)>
{
    public override (int Count, long Sum) CreateAccumulator() => (0, 0);

    public override (int Count, long Sum) Add((int Count, long Sum) accumulator, Item value) => (accumulator.Count + 1, accumulator.Sum + value.Value);

    public override (int Count, long Sum) GetResult((int Count, long Sum) accumulator) => accumulator;

    public override (int Count, long Sum) Merge((int Count, long Sum) a, (int Count, long Sum) b) => (a.Count + b.Count, a.Sum + b.Sum);
}
