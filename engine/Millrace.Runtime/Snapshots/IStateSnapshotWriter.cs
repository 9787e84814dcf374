namespace Millrace.Runtime.Snapshots;

/// <summary>Where state goes, block by block.</summary>
public interface IStateSnapshotWriter
{
    /// <summary>
    /// Whether a slice may go on: its budget is not used up, and the edge takes more. What is small and always whole need not ask.
    /// A slice appends one entry at least, so that it comes on under any budget.
    /// </summary>
    bool HasRoom { get; }

    /// <summary>Begins a block, or goes on with it: what is appended belongs to it until another begins.</summary>
    /// <param name="state">The state's name within the operator.</param>
    /// <param name="keyGroup">The key group, or -1 where the state has no key.</param>
    /// <param name="isFull">
    /// Whether the blocks of this snapshot are all that the key group has of the state, so that those of earlier checkpoints are done with;
    /// else they hold what has changed since the base. The same for all blocks of a state and key group.
    /// </param>
    void Begin(string state, int keyGroup, bool isFull);

    /// <summary>The next bytes of the block, for the caller to fill before its next call. Blocks are cut between two calls only.</summary>
    Span<byte> Append(int length);
}
