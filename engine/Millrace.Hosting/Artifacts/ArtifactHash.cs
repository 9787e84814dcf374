using System.Security.Cryptography;

namespace Millrace.Hosting.Artifacts;

/// <summary>The hash that names an artifact: the SHA-256 of its archive, as 64 lowercase hexadecimal digits.</summary>
public static class ArtifactHash
{
    /// <summary>The number of digits of a hash.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    /// <summary>Returns the hash of an archive.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Returns the hash of an archive, from the stream's position to its end.</summary>
    public static string Of(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Whether a text is a hash.</summary>
    public static bool Is(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
