namespace Millrace.Bench.Backpressure;

/// <summary>Counts the records that a sink took.</summary>
internal sealed class Taken
{
    private long _count;

    public long Count
    {
        get => Volatile.Read(ref _count);
        set => Volatile.Write(ref _count, value);
    }
}
