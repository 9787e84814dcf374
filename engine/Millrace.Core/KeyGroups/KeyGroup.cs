using System.IO.Hashing;

namespace Millrace.Core.KeyGroups;

/// <summary>Keyed state belongs to key groups: a fixed number of them, over which all keys are dealt by hash.</summary>
public static class KeyGroup
{
    /// <summary>Most parallelisms divide it.</summary>
    public const int DefaultMaxParallelism = 720;

    public const int HighestMaxParallelism = 32768;

    /// <summary>XxHash3 of a key's canonical bytes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> canonicalKey) => XxHash3.HashToUInt64(canonicalKey);

    /// <summary>The key group of a hash, from 0 to <paramref name="maxParallelism"/>, exclusive.</summary>
    public static int Of(ulong hash, int maxParallelism) => (int)(hash % (uint)maxParallelism);
}
