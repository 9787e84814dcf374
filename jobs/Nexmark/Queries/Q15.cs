using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Statistics of each day, with distinct counts.</summary>
public sealed class Q15 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "per day: bids, bidders and auctions, in all and by price";

    /// <inheritdoc/>
    public override string Columns => $"day {DayRows.Columns}";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => Days.Start(bid.DateTime)).Process(new DayStatisticsFunction<long>()).Uid("statistics"),
        (s, row) => row.Add(Days.Text(s.Key)).Add(s.Day));
}
