using System.Globalization;
using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Statistics of each channel and day, with distinct counts.</summary>
public sealed class Q16 : NexmarkQuery
{
    /// <inheritdoc/>
    public override string Asks => "per channel and day: the latest minute, and bids, bidders and auctions, in all and by price";

    /// <inheritdoc/>
    public override string Columns => $"channel day minute {DayRows.Columns}";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => (bid.Channel, Day: Days.Start(bid.DateTime))).Process(new DayStatisticsFunction<(string Channel, long Day)>()).Uid("statistics"),
        (s, row) => row.Add(s.Key.Channel).Add(Days.Text(s.Key.Day))
            .Add(DateTimeOffset.FromUnixTimeMilliseconds(s.Day.Latest).ToString("HH:mm", CultureInfo.InvariantCulture)).Add(s.Day));
}
