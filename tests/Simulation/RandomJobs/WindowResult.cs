namespace Millrace.Simulation.Tests.RandomJobs;

/// <summary>A result of a window that may have several, or a record that was late for it; both go to a sink as items.</summary>
/// <param name="Key">The key.</param>
/// <param name="End">The window's end.</param>
/// <param name="Count">The number of its records.</param>
/// <param name="Sum">The sum of their values.</param>
internal readonly record struct WindowResult(int Key, long End, int Count, long Sum)
{
    private const int MostRecords = 1 << 16;

    public static bool IsLate(Item item) => item.Time < 0;

    /// <summary>Converts a late record to its form among results, and back.</summary>
    public static Item Late(Item item) => item with { Time = -1 - item.Time };

    public static WindowResult Of(Item item) => new(item.Key, item.Time / MostRecords, (int)(item.Time % MostRecords), item.Value);

    public Item ToItem() => new(Key, Sum, (End * MostRecords) + Count);
}
