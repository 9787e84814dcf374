using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>Encodes a record or tuple as its members, one after the other, with compiled code.</summary>
internal sealed class MembersCodec<T>(Schema schema, Action<T, KeyBuffer> encode, Func<KeyReader, T> decode, Func<T, bool> hasNull, bool isExact) : KeyCodec<T>
{
    private static readonly bool MayBeNull = !typeof(T).IsValueType;
    private static readonly bool MayBeDerived = MayBeNull && !typeof(T).IsSealed;

    public override Schema Schema { get; } = MayBeNull ? Schema.Nullable(schema) : schema;

    public override bool IsExact => isExact;

    public override void Encode(T key, KeyBuffer buffer)
    {
        if (MayBeNull)
        {
            buffer.Append(key is null ? (byte)0 : (byte)1);
            if (key is null) return;
            if (MayBeDerived && key.GetType() != typeof(T))
            {
                throw new InvalidOperationException(
                    $"A key of type {typeof(T).Name} was given as {key.GetType().Name}, whose additional members the key would lose; seal {typeof(T).Name} or map the key to it.");
            }
        }

        encode(key, buffer);
    }

    public override bool HasNull(T key) => key is null || hasNull(key);

    public override T Decode(KeyReader reader) => MayBeNull && reader.TakeByte() == 0 ? default! : decode(reader);
}
