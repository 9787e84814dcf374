namespace Nexmark.Queries;

/// <summary>The three price ranks.</summary>
public static class PriceRank
{
    /// <summary>Returns 1 below 10,000, 2 below 1,000,000, otherwise 3.</summary>
    public static int Of(long price) => price < 10_000 ? 1 : price < 1_000_000 ? 2 : 3;

    /// <summary>Returns the bit of a rank in a set of ranks.</summary>
    public static byte Bit(int rank) => (byte)(1 << (rank - 1));
}
