using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>The columns that q15 and q16 share.</summary>
internal static class DayRows
{
    public const string Columns =
        "total_bids rank1_bids rank2_bids rank3_bids total_bidders rank1_bidders rank2_bidders rank3_bidders total_auctions rank1_auctions rank2_auctions rank3_auctions";

    public static RowWriter Add(this RowWriter row, DayStatistics day) => row.Add(day.Bids).Add(day.Bidders).Add(day.Auctions);

    private static RowWriter Add(this RowWriter row, RankCounts counts) => row.Add(counts.All).Add(counts.Rank1).Add(counts.Rank2).Add(counts.Rank3);
}
