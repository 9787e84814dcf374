namespace Millrace.Runtime.State.Heap;

/// <summary>Cycles through the entries of a state, a few at a time, and removes those whose values can be removed.</summary>
internal sealed class TableSweep(IHeapState state)
{
    private int _keyGroup;
    private int _entry;

    /// <param name="entries">The number of entries to examine; an empty key group counts as one.</param>
    public void Run(int entries)
    {
        var tables = state.Tables;
        for (var left = entries; left > 0; left--)
        {
            if (tables.At(_keyGroup) is { } table && _entry < table.Limit)
            {
                var entry = _entry++;
                if (table.IsLive(entry)) state.RemoveIfDead(table, entry);
                continue;
            }

            (_keyGroup, _entry) = ((_keyGroup + 1) % tables.MaxParallelism, 0);
        }
    }
}
