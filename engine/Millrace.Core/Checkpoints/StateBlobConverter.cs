using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Millrace.Core.Checkpoints;

/// <summary>
/// Converts a blob in an index: <c>[name, length, operator, state, blocks, operator, state, blocks, ...]</c>. Consecutive blocks of one
/// state are base-64 encoded, at about 16 bytes each: there are hundreds of key groups, and an index is written at every checkpoint.
/// </summary>
public sealed class StateBlobConverter : JsonConverter<StateBlob>
{
    private const int LongestVarint = 10;

    /// <inheritdoc/>
    public override StateBlob Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A blob of state is an array.");
        reader.Read();
        var name = reader.GetString() ?? throw new JsonException("A blob of state has a name.");
        reader.Read();
        var length = reader.GetInt64();
        var blocks = new List<StateBlock>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var op = reader.GetString() ?? throw new JsonException("Blocks name their operator.");
            reader.Read();
            var state = reader.GetString() ?? throw new JsonException("Blocks name their state.");
            reader.Read();
            ReadBlocks(op, state, reader.GetBytesFromBase64(), blocks);
        }

        return new StateBlob(name, length, blocks);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StateBlob value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteStringValue(value.Name);
        writer.WriteNumberValue(value.Length);
        for (var from = 0; from < value.Blocks.Count;)
        {
            var (first, end) = (value.Blocks[from], from + 1);
            while (end < value.Blocks.Count && value.Blocks[end].Operator == first.Operator && value.Blocks[end].State == first.State) end++;
            writer.WriteStringValue(first.Operator);
            writer.WriteStringValue(first.State);
            writer.WriteBase64StringValue(WriteBlocks(value.Blocks.Skip(from).Take(end - from)));
            from = end;
        }

        writer.WriteEndArray();
    }

    // For each block: its key group and whether it is full; its distance from the end of the previous one; its length; its checksum;
    // the entries and the bytes of the full state.
    private static byte[] WriteBlocks(IEnumerable<StateBlock> blocks)
    {
        var bytes = new List<byte>();
        Span<byte> checksum = stackalloc byte[sizeof(ulong)];
        var expected = 0L;
        foreach (var block in blocks)
        {
            Put(bytes, (ZigZag(block.KeyGroup) << 1) | (block.IsFull ? 1UL : 0));
            Put(bytes, ZigZag(unchecked(block.Offset - expected)));
            Put(bytes, ZigZag(block.Length));
            BinaryPrimitives.WriteUInt64LittleEndian(checksum, block.Checksum);
            bytes.AddRange(checksum);
            Put(bytes, ZigZag(block.Size.Entries));
            Put(bytes, ZigZag(block.Size.Bytes));
            expected = unchecked(block.Offset + block.Length);
        }

        return [.. bytes];
    }

    private static void ReadBlocks(string op, string state, ReadOnlySpan<byte> bytes, List<StateBlock> blocks)
    {
        var expected = 0L;
        while (!bytes.IsEmpty)
        {
            var keyGroup = Take(ref bytes);
            var offset = unchecked(expected + UnZigZag(Take(ref bytes)));
            var length = (int)UnZigZag(Take(ref bytes));
            if (bytes.Length < sizeof(ulong)) throw new JsonException($"Blocks of state '{state}' end within a checksum.");
            var checksum = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            bytes = bytes[sizeof(ulong)..];
            var size = new StateSize((int)UnZigZag(Take(ref bytes)), UnZigZag(Take(ref bytes)));
            blocks.Add(new StateBlock(op, state, (int)UnZigZag(keyGroup >> 1), offset, length, checksum, (keyGroup & 1) != 0, size));
            expected = unchecked(offset + length);
        }
    }

    private static ulong ZigZag(long number) => unchecked((ulong)((number << 1) ^ (number >> 63)));

    private static long UnZigZag(ulong number) => unchecked((long)(number >> 1) ^ -(long)(number & 1));

    private static void Put(List<byte> bytes, ulong number)
    {
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number | 0x80));
        bytes.Add((byte)number);
    }

    private static ulong Take(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var at = 0; at < Math.Min(bytes.Length, LongestVarint); at++)
        {
            number |= (bytes[at] & 0x7FUL) << (7 * at);
            if (bytes[at] >= 0x80) continue;
            bytes = bytes[(at + 1)..];
            return number;
        }

        throw new JsonException("Blocks of state end within a number.");
    }
}
