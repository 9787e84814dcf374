using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>
/// Encodes a key as its canonical bytes, which define its identity. Equal keys have equal bytes, the order of the bytes is the order of the keys,
/// and no key's bytes are a prefix of another's.
/// </summary>
public abstract class KeyCodec<TKey>
{
    /// <summary>The schema of the bytes, compared by a restore.</summary>
    public abstract Schema Schema { get; }

    /// <summary>Appends the canonical bytes.</summary>
    public abstract void Encode(TKey key, KeyBuffer buffer);

    /// <summary>Whether a key is null or has a null member.</summary>
    public virtual bool HasNull(TKey key) => key is null;

    /// <summary>
    /// Whether every key is decoded exactly as it was. Functions receive other keys in their decoded form, so that a key looks the same everywhere.
    /// </summary>
    public virtual bool IsExact => true;

    /// <summary>Decodes a key. A DateTime or DateTimeOffset is decoded as UTC, a decimal without trailing zeros.</summary>
    /// <exception cref="InvalidDataException">The bytes are not those of a key.</exception>
    public abstract TKey Decode(KeyReader reader);
}
