using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>A state of the heap backend, independent of its types.</summary>
internal interface IHeapState
{
    KeyedTables Tables { get; }

    /// <summary>Whether there may be values that can be removed because they have expired or equal the default.</summary>
    bool CanDie { get; }

    /// <summary>Removes a live entry whose value can be removed.</summary>
    void RemoveIfDead(SlabTable table, int entry);

    /// <param name="block">A block of the state.</param>
    /// <param name="written">The state as described in the checkpoint, where that differs from the current one.</param>
    void Restore(RestoredBlock block, StateDescriptor? written);
}
