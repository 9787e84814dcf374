using Millrace.Runtime.Snapshots;

namespace Millrace.Runtime.State;

/// <summary>
/// The keyed state of one subtask of one operator: what a state backend implements. The states that it binds read and write under the key
/// of the <see cref="KeyContext"/> that it was made with. It is called by one thread at a time.
/// </summary>
/// <remarks>
/// A life: states are bound, blocks restored, and then records and snapshots alternate. A snapshot holds the state as it was when it was
/// begun, whatever changes while it is copied.
/// </remarks>
public interface IKeyedStateBackend : IStateBinder, ISnapshottedState, IDisposable
{
    /// <summary>How many entries there are.</summary>
    long Entries { get; }

    /// <summary>How many bytes of memory they take.</summary>
    long Bytes { get; }

    /// <summary>
    /// Says which keys come next, before each record of a batch, so that the memory of their state can be brought near meanwhile. Nothing
    /// depends on it.
    /// </summary>
    /// <param name="hashes">The hashes of the batch's keys.</param>
    /// <param name="at">The record that comes now.</param>
    void Prefetch(ReadOnlySpan<ulong> hashes, int at) { }

    /// <summary>
    /// Looks at some entries of states that were bound with values that can be removed, going on where the last call ended, and removes
    /// those. Called between batches.
    /// </summary>
    /// <param name="entries">At how many entries.</param>
    void Sweep(int entries);
}
