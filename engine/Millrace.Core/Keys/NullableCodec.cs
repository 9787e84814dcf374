using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

/// <summary>A key that may be null; null sorts first.</summary>
internal sealed class NullableCodec<T>(KeyCodec<T> inner) : KeyCodec<T?> where T : struct
{
    public override Schema Schema { get; } = Schema.Nullable(inner.Schema);

    public override bool IsExact => inner.IsExact;

    public override void Encode(T? key, KeyBuffer buffer)
    {
        buffer.Append(key.HasValue ? (byte)1 : (byte)0);
        if (key is { } value) inner.Encode(value, buffer);
    }

    public override bool HasNull(T? key) => key is not { } value || inner.HasNull(value);

    public override T? Decode(KeyReader reader) => reader.TakeByte() == 0 ? null : inner.Decode(reader);
}
