using System.Buffers;
using MessagePack;
using Millrace.Core.Graph;

namespace Millrace.Runtime.Serialization;

/// <summary>Serializes values of a layout that this program may no longer have, so that they can be read by their schema.</summary>
internal static class RawTranscoder
{
    /// <exception cref="InvalidDataException">The value is shorter than its layout.</exception>
    public static byte[] Serialize(RawLayout layout, ReadOnlySpan<byte> value)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Write(ref writer, layout, value);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, RawLayout layout, ReadOnlySpan<byte> value)
    {
        switch (layout.Type)
        {
            case RawLayout.Object:
                writer.WriteArrayHeader(layout.Parts.Count);
                foreach (var part in layout.Parts) Write(ref writer, part, value);
                break;
            case RawLayout.Nullable when Range(layout.Parts[0], value, 1)[0] == 0:
                writer.WriteNil();
                break;
            case RawLayout.Nullable:
                Write(ref writer, layout.Parts[1], value);
                break;
            default:
                var primitive = PrimitiveSerializers.Named(layout.Type)
                    ?? throw new InvalidDataException($"A checkpoint has values of the primitive type '{layout.Type}', which this program does not know.");
                primitive.WriteRaw(ref writer, Range(layout, value, primitive.RawSize));
                break;
        }
    }

    private static ReadOnlySpan<byte> Range(RawLayout layout, ReadOnlySpan<byte> value, int size) =>
        layout.Offset >= 0 && layout.Offset <= value.Length - size
            ? value.Slice(layout.Offset, size)
            : throw new InvalidDataException($"A value of state has {value.Length} bytes, and its layout has a {layout.Type} at {layout.Offset}.");
}
