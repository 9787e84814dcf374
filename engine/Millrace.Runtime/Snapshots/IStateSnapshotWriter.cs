namespace Millrace.Runtime.Snapshots;

/// <summary>Where state goes at a barrier, block by block.</summary>
public interface IStateSnapshotWriter
{
    /// <summary>Takes a block; the bytes are the taker's from then on.</summary>
    /// <param name="state">The state's name within the operator.</param>
    /// <param name="keyGroup">The key group, or -1 where the state has no key.</param>
    /// <param name="block">The bytes.</param>
    void Write(string state, int keyGroup, byte[] block);
}
