namespace Millrace.Runtime.Snapshots;

/// <summary>The state at a barrier, to be copied in slices.</summary>
public interface IStateSnapshot
{
    /// <summary>Copies a slice: continues where the last one ended, until the writer has no room. Copies bytes and runs no user code.</summary>
    /// <returns>Whether everything has been copied.</returns>
    bool Copy(IStateSnapshotWriter writer);
}
