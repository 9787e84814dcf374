using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State;

/// <summary>
/// The keyed state of one subtask of one operator, implemented by a state backend. The states that it binds read and write under the key
/// of the <see cref="KeyContext"/> that it was created with. It is called by one thread at a time.
/// </summary>
/// <remarks>
/// Lifecycle: states are bound, blocks restored, and then records and snapshots alternate. A snapshot holds the state as it was when the
/// snapshot was started, whatever changes while it is copied.
/// </remarks>
public interface IKeyedStateBackend : IStateBinder, ISnapshottedState, IDisposable
{
    /// <summary>The number of entries.</summary>
    long Entries { get; }

    /// <summary>The bytes of memory that they take.</summary>
    long Bytes { get; }

    /// <summary>
    /// Announces the keys that come next, before each record of a batch, so that the memory of their state can be prefetched. Only a
    /// hint.
    /// </summary>
    /// <param name="hashes">The hashes of the batch's keys.</param>
    /// <param name="at">The index of the current record.</param>
    void Prefetch(ReadOnlySpan<ulong> hashes, int at) { }

    /// <summary>
    /// Examines some entries of states that were bound with removable values, continuing where the last call ended, and removes
    /// those that can be removed. Called between batches.
    /// </summary>
    /// <param name="entries">The number of entries to examine.</param>
    void Sweep(int entries);
}
