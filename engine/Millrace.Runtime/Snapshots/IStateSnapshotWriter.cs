using Millrace.Core.Checkpoints;

namespace Millrace.Runtime.Snapshots;

/// <summary>Writes state, block by block.</summary>
public interface IStateSnapshotWriter
{
    /// <summary>
    /// Whether a slice may continue: its budget is not used up, and the edge accepts more. State that is small and always written in full
    /// need not check. A slice appends at least one entry, so that it makes progress under any budget.
    /// </summary>
    bool HasRoom { get; }

    /// <summary>Starts a block, or continues it: what is appended belongs to it until another one is started.</summary>
    /// <param name="state">The state's name within the operator.</param>
    /// <param name="keyGroup">The key group, or -1 where the state has no key.</param>
    /// <param name="isFull">
    /// Whether the blocks of this snapshot hold the complete state of the key group, so that those of earlier checkpoints are not needed;
    /// else they hold the changes since the base. The same for all blocks of a state and key group.
    /// </param>
    /// <param name="size">The size of the complete state of the key group now; zero for state that a restore need not make room for.</param>
    void Begin(string state, int keyGroup, bool isFull, StateSize size = default);

    /// <summary>Returns the next bytes of the block, to be filled before the next call. Blocks are split only between two calls.</summary>
    Span<byte> Append(int length);
}
