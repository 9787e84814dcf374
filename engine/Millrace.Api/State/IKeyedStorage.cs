namespace Millrace;

/// <summary>The common part of value and map storages: they can list their keys.</summary>
public interface IKeyedStorage
{
    /// <summary>
    /// Returns the canonical bytes of the keys in a key group that have a value or an entry, in order, as of this call; later changes do not affect
    /// the list.
    /// </summary>
    /// <param name="keyGroup">A key group of the subtask; any other has no keys here.</param>
    IReadOnlyList<byte[]> KeysOf(int keyGroup);

    /// <summary>Whether the current key has a value or an entry that has not expired. Reading this does not count as a use.</summary>
    bool HasCurrentKey { get; }
}
