using System.Security.Cryptography;

namespace Millrace.Hosting.Artifacts;

/// <summary>What names an artifact: the SHA-256 of its archive, as 64 hexadecimal digits in lower case.</summary>
public static class ArtifactHash
{
    /// <summary>The digits of a hash.</summary>
    public const int Length = 2 * SHA256.HashSizeInBytes;

    /// <summary>The hash of an archive.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The hash of an archive, from where the stream is to its end.</summary>
    public static string Of(Stream content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>Whether a text is a hash.</summary>
    public static bool Is(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}
