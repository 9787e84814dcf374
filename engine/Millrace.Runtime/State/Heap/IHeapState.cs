using Millrace.Core.Graph;
using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State.Heap;

/// <summary>A state of the heap backend, whatever its types.</summary>
internal interface IHeapState
{
    long EntryCount { get; }

    long Bytes { get; }

    void Snapshot(IStateSnapshotWriter writer);

    void Restore(int keyGroup, ReadOnlySpan<byte> block, StateDescriptor? written);
}
