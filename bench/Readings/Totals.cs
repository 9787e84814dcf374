namespace Millrace.Bench.Readings;

/// <summary>What a sink saw of all members of the records, so that no compiler leaves one out.</summary>
internal sealed class Totals
{
    public long Count { get; set; }

    public long Sum { get; set; }
}
