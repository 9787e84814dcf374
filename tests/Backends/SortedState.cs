using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Backends.Tests;

/// <summary>The tables of one state, one for each key group.</summary>
internal abstract class SortedState(string name, int maxParallelism)
{
    private readonly SortedTable[] _tables = [.. Enumerable.Range(0, maxParallelism).Select(group => new SortedTable(name, group))];

    public IReadOnlyList<SortedTable> Tables => _tables;

    public IReadOnlyList<byte[]> KeysOf(int keyGroup) => _tables[keyGroup].Keys;

    public abstract void Restore(RestoredBlock block, StateDescriptor? written);

    /// <summary>Checks the given number of further entries, and removes those whose values may be removed.</summary>
    public abstract void Sweep(int entries);
}
