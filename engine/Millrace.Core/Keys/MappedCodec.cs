using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>Encodes a key as one of another type.</summary>
internal sealed class MappedCodec<T, TInner>(Schema schema, KeyCodec<TInner> inner, Func<T, TInner> to, Func<TInner, T> from, bool isExact = true) : KeyCodec<T>
{
    public override Schema Schema => schema;

    public override bool IsExact => isExact;

    public override void Encode(T key, KeyBuffer buffer) => inner.Encode(to(key), buffer);

    public override T Decode(KeyReader reader) => from(inner.Decode(reader));
}
