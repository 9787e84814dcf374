namespace Millrace.Simulation.Tests;

/// <summary>
/// The generator SplitMix64 (Steele, Lea and Flood 2014), read by position. The seed of run k of a campaign is number k of its base seed:
/// <c>z = seed + (k + 1) * 0x9E3779B97F4A7C15; z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9; z = (z ^ z >> 27) * 0x94D049BB133111EB;
/// z ^ z >> 31</c>, modulo 2^64.
/// </summary>
internal static class SplitMix
{
    public static ulong Number(ulong seed, ulong place)
    {
        var z = unchecked(seed + ((place + 1) * 0x9E3779B97F4A7C15));
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
