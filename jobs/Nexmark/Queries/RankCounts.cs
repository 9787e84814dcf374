namespace Nexmark.Queries;

/// <summary>Numbers of things in all and by the rank of a price.</summary>
/// <param name="All">All of them.</param>
/// <param name="Rank1">Those of rank 1.</param>
/// <param name="Rank2">Those of rank 2.</param>
/// <param name="Rank3">Those of rank 3.</param>
public readonly record struct RankCounts(long All, long Rank1, long Rank2, long Rank3)
{
    /// <summary>One more, of a rank.</summary>
    public RankCounts With(int rank) => Plus(new RankCounts(1, rank == 1 ? 1 : 0, rank == 2 ? 1 : 0, rank == 3 ? 1 : 0));

    /// <summary>Both together.</summary>
    public RankCounts Plus(RankCounts other) => new(All + other.All, Rank1 + other.Rank1, Rank2 + other.Rank2, Rank3 + other.Rank3);

    /// <summary>Distinct things: one more in all where it was in <paramref name="seen"/> never, and one more of a rank where it had not that rank.</summary>
    /// <param name="seen">The ranks that it had, a bit each.</param>
    /// <param name="rank">The rank that it has now.</param>
    public RankCounts WithDistinct(byte seen, int rank) => Plus(new RankCounts(
        seen == 0 ? 1 : 0, IsNew(seen, rank, 1), IsNew(seen, rank, 2), IsNew(seen, rank, 3)));

    private static long IsNew(byte seen, int rank, int of) => rank == of && (seen & PriceRank.Bit(rank)) == 0 ? 1 : 0;
}
