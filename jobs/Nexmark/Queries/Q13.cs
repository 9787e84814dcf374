using System.Globalization;
using Millrace;
using Nexmark.Rows;

namespace Nexmark.Queries;

/// <summary>Bounded side input: bids joined with a table that each subtask loads when it opens.</summary>
public sealed class Q13 : NexmarkQuery
{
    private const int Keys = 10_000;

    /// <inheritdoc/>
    public override string Asks => "every bid with the row of a side input that its auction modulo 10,000 names";

    /// <inheritdoc/>
    public override string Columns => "auction bidder price date_time value";

    /// <inheritdoc/>
    public override void Define(NexmarkStreams streams, IRowSink rows) => rows.Write(
        streams.Bids.Map(PricedBid.Of).Process(new Lookup()),
        (b, row) => row.Add(b.Bid.Auction).Add(b.Bid.Bidder).Add(b.Bid.Price).AddTime(b.Bid.DateTime).Add(b.Value));

    private sealed class Lookup : ProcessFunction<PricedBid, (PricedBid Bid, string Value)>
    {
        private Dictionary<long, string> _side = [];

        public override void Open(FunctionContext context) =>
            _side = Enumerable.Range(0, Keys).ToDictionary(key => (long)key, key => key.ToString(CultureInfo.InvariantCulture));

        public override void Process(PricedBid value, ProcessContext context, ICollector<(PricedBid Bid, string Value)> output)
        {
            if (_side.TryGetValue(value.Auction % Keys, out var found)) output.Collect((value, found));
        }
    }
}
