using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>User sessions.</summary>
public sealed class Q11 : NexmarkQuery
{
    private static readonly TimeSpan s_gap = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public override string Asks => "bids per bidder and session with a gap of 10 s";

    /// <inheritdoc/>
    public override string Columns => "bidder bid_count starttime endtime";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.KeyBy(bid => bid.Bidder).Window(EventTimeSessionWindows.WithGap(s_gap)).Count().Uid("sessions"),
        (s, row) => row.Add(s.Key).Add(s.Count).AddTime(s.Window.Start).AddTime(s.Window.End));
}
