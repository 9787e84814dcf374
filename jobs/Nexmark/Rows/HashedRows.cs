using Millrace;

namespace Nexmark.Rows;

/// <summary>Counts and hashes rows, and discards them.</summary>
internal sealed class HashedRows(RowTotals totals) : IRowSink
{
    public void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null) =>
        rows.SinkTo(new HashSink<T>(totals, write, countOf)).Uid("rows");
}
