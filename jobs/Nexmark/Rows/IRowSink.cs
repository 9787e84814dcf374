using Millrace;

namespace Nexmark.Rows;

/// <summary>The destination of a query's rows.</summary>
public interface IRowSink
{
    /// <summary>Consumes the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes the columns of one row.</param>
    /// <param name="countOf">
    /// Returns an id and a number whose sum per id is the same in all runs, where runs divide rows differently; null where the rows are the same.
    /// </param>
    void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null);
}
