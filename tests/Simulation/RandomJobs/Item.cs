namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>The record of random jobs.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">An arbitrary value.</param>
/// <param name="Time">Its event time, where its stream is timed.</param>
internal readonly record struct Item(int Key, long Value, long Time) : IComparable<Item>
{
    public int CompareTo(Item other) => (Key, Value, Time).CompareTo((other.Key, other.Value, other.Time));
}
