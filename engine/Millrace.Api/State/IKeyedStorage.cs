namespace Millrace;

/// <summary>What storages of a value and of a map per key have in common: they know their keys.</summary>
public interface IKeyedStorage
{
    /// <summary>
    /// The canonical bytes of the keys of a key group that have a value, or an entry, in their order, as they are when this is called: what is
    /// changed afterwards does not change the list.
    /// </summary>
    /// <param name="keyGroup">A key group that the subtask has, or any other, which has no keys here.</param>
    IReadOnlyList<byte[]> KeysOf(int keyGroup);

    /// <summary>Whether the current key has a value, or an entry, that has not expired. To ask is no use of it.</summary>
    bool HasCurrentKey { get; }
}
