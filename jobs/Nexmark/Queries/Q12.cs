using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Bids per bidder and processing-time window; or per event-time window, so that two runs give the same result.</summary>
/// <param name="eventTime">Whether windows use event time.</param>
public sealed class Q12(bool eventTime) : NexmarkQuery
{
    private static readonly TimeSpan s_size = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Asks => "bids per bidder and window of 10 s of processing time (with --event-time, of event time)";

    /// <inheritdoc/>
    public override string Columns => "bidder bid_count starttime endtime";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => bid.Bidder).Window(eventTime ? TumblingEventTimeWindows.Of(s_size) : TumblingProcessingTimeWindows.Of(s_size))
            .Count().Uid("bids-per-bidder"),
        (c, row) => row.Add(c.Key).Add(c.Count).AddTime(c.Window.Start).AddTime(c.Window.End),
        eventTime ? null : c => (c.Key, c.Count));
}
