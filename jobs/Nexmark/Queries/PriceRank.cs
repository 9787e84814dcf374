namespace Nexmark.Queries;

/// <summary>The three ranks of prices.</summary>
public static class PriceRank
{
    /// <summary>1 below 10,000, 2 below 1,000,000, else 3.</summary>
    public static int Of(long price) => price < 10_000 ? 1 : price < 1_000_000 ? 2 : 3;

    /// <summary>The bit that stands for a rank in a set of them.</summary>
    public static byte Bit(int rank) => (byte)(1 << (rank - 1));
}
