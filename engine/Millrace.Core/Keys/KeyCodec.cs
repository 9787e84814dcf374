using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>
/// The canonical bytes of a key: a key is its bytes. Equal keys have equal bytes, the order of the bytes is the order of the keys, and
/// no key's bytes begin another's.
/// </summary>
public abstract class KeyCodec<TKey>
{
    /// <summary>What the bytes stand for; compared by a restore.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Appends the canonical bytes.</summary>
    public abstract void Encode(TKey key, KeyBuffer buffer);

    /// <summary>Whether a key is null, or has a member that is.</summary>
    public virtual bool HasNull(TKey key) => key is null;

    /// <summary>Whether each key comes back from its bytes as it was. Functions see all others as they come back, so that one key looks the same wherever it is at hand.</summary>
    public virtual bool IsExact => true;

    /// <summary>Reads a key back. A DateTime or DateTimeOffset comes back as UTC, a decimal without trailing zeros.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a key's.</exception>
    public abstract TKey Decode(KeyReader reader);
}
