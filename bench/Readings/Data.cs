namespace Millrace.Bench.Readings;

/// <summary>The input of both the job and the baseline: the same readings repeated, from a table in memory.</summary>
internal static class Data
{
    public const int Mask = 0x3FFF;

    public static Reading[] Table { get; } = Generate();

    private static Reading[] Generate()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, Mask + 1).Select(i => new Reading(random.Next(1000), i, random.NextDouble() * 100, random.Next()))];
    }
}
