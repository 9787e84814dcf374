using System.IO.Hashing;

namespace Millrace.Core.KeyGroups;

/// <summary>Keyed state belongs to key groups, a fixed number of them, among which all keys are distributed by hash.</summary>
public static class KeyGroup
{
    /// <summary>Divisible by most parallelisms.</summary>
    public const int DefaultMaxParallelism = 720;

    public const int HighestMaxParallelism = 32768;

    /// <summary>Returns the XxHash3 of a key's canonical bytes.</summary>
    public static ulong Hash(ReadOnlySpan<byte> canonicalKey) => XxHash3.HashToUInt64(canonicalKey);

    /// <summary>Returns the key group of a hash, from 0 to <paramref name="maxParallelism"/>, exclusive.</summary>
    public static int Of(ulong hash, int maxParallelism) => (int)(hash % (uint)maxParallelism);
}
