using System.IO.Hashing;
using System.Text;

namespace Millrace.Hosting.Blobs;

/// <summary>A text with its checksum in the first line, so that a flipped bit in a head or manifest is detected.</summary>
internal static class SealedText
{
    public static byte[] Seal(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);
        return [.. Encoding.ASCII.GetBytes(Header(body)), .. body];
    }

    /// <exception cref="CorruptBlobException">The text is not the one that was sealed.</exception>
    public static string Open(byte[] content, string name)
    {
        var end = Array.IndexOf(content, (byte)'\n');
        if (end < 0) throw new CorruptBlobException($"{name} is truncated: expected a line with a checksum, found {content.Length} bytes.");
        var body = content[(end + 1)..];
        var (expected, actual) = (Encoding.ASCII.GetString(content, 0, end + 1), Header(body));
        if (expected != actual)
            throw new CorruptBlobException($"{name} is damaged: expected '{expected.Trim()}', found '{actual.Trim()}' (checksum, bytes).");
        return Encoding.UTF8.GetString(body);
    }

    private static string Header(byte[] body) => $"xxh3 {XxHash3.HashToUInt64(body):x16} {body.Length}\n";
}
