using Millrace.Core.Schemas;

namespace Millrace.Core.Keys;

internal sealed class GuidCodec : KeyCodec<Guid>
{
    public override Schema Schema { get; } = Schema.Primitive("guid");

    public override void Encode(Guid key, KeyBuffer buffer) => key.TryWriteBytes(buffer.Reserve(16), bigEndian: true, out _);

    public override Guid Decode(KeyReader reader) => new(reader.Take(16), bigEndian: true);
}
