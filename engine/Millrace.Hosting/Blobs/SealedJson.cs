using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Millrace.Hosting.Blobs;

/// <summary>A value as JSON with its checksum in the first line, so that a flipped bit in a head or manifest is detected.</summary>
internal static class SealedJson
{
    public static byte[] Seal<T>(T value, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, type);
        return [.. Encoding.ASCII.GetBytes(Header(body)), .. body];
    }

    /// <summary>Returns the value that was sealed.</summary>
    /// <param name="content">The content of a blob.</param>
    /// <param name="name">The blob's name, for messages.</param>
    /// <param name="type">The type.</param>
    /// <exception cref="CorruptBlobException">The content is not what was sealed.</exception>
    /// <exception cref="JsonException">It is of another version.</exception>
    public static T Open<T>(byte[] content, string name, JsonTypeInfo<T> type)
    {
        var end = Array.IndexOf(content, (byte)'\n');
        if (end < 0) throw new CorruptBlobException($"{name} is truncated: expected a line with a checksum, found {content.Length} bytes.");
        var body = content.AsSpan(end + 1);
        var (expected, actual) = (Encoding.ASCII.GetString(content, 0, end + 1), Header(body));
        if (expected != actual)
            throw new CorruptBlobException($"{name} is damaged: expected '{expected.Trim()}', found '{actual.Trim()}' (checksum, bytes).");
        return JsonSerializer.Deserialize(body, type)!;
    }

    private static string Header(ReadOnlySpan<byte> body) => $"xxh3 {XxHash3.HashToUInt64(body):x16} {body.Length}\n";
}
