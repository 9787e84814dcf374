namespace Nexmark.Queries;

/// <summary>Counts in total and by price rank.</summary>
/// <param name="All">The total.</param>
/// <param name="Rank1">The count for rank 1.</param>
/// <param name="Rank2">The count for rank 2.</param>
/// <param name="Rank3">The count for rank 3.</param>
public readonly record struct RankCounts(long All, long Rank1, long Rank2, long Rank3)
{
    /// <summary>Adds one of the given rank.</summary>
    public RankCounts With(int rank) => Plus(new RankCounts(1, rank == 1 ? 1 : 0, rank == 2 ? 1 : 0, rank == 3 ? 1 : 0));

    /// <summary>Returns the sum of both.</summary>
    public RankCounts Plus(RankCounts other) => new(All + other.All, Rank1 + other.Rank1, Rank2 + other.Rank2, Rank3 + other.Rank3);

    /// <summary>Counts distinct items: adds one to the total for an item never seen, and one to a rank in which it was not seen.</summary>
    /// <param name="seen">The ranks in which the item was seen, one bit each.</param>
    /// <param name="rank">The item's current rank.</param>
    public RankCounts WithDistinct(byte seen, int rank) => Plus(new RankCounts(
        seen == 0 ? 1 : 0, IsNew(seen, rank, 1), IsNew(seen, rank, 2), IsNew(seen, rank, 3)));

    private static long IsNew(byte seen, int rank, int of) => rank == of && (seen & PriceRank.Bit(rank)) == 0 ? 1 : 0;
}
