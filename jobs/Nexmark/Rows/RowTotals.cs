namespace Nexmark.Rows;

/// <summary>The number of rows, and their hash regardless of order. Thread-safe.</summary>
public sealed class RowTotals
{
    private readonly Lock _lock = new();
    private readonly HashSet<(int Writer, long Epoch)> _published = [];

    /// <summary>The number of rows.</summary>
    public long Rows { get; private set; }

    /// <summary>The sum of their hashes.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Adds an epoch's rows, once.</summary>
    public void Add(int writer, long epoch, long rows, ulong hash)
    {
        lock (_lock)
        {
            if (!_published.Add((writer, epoch))) return;
            Rows += rows;
            Hash += hash;
        }
    }
}
