using Millrace;

namespace Nexmark.Rows;

/// <summary>Rows that are counted and hashed, and go nowhere.</summary>
internal sealed class HashedRows(RowTotals totals) : IRowSink
{
    public void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null) =>
        rows.SinkTo(new HashSink<T>(totals, write, countOf)).Uid("rows");
}
