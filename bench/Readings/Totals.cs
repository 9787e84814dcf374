namespace Millrace.Bench.Readings;

/// <summary>A sink's totals over all members of the records, so that the compiler cannot eliminate any.</summary>
internal sealed class Totals
{
    public long Count { get; set; }

    public long Sum { get; set; }
}
