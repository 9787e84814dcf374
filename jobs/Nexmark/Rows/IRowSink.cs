using Millrace;

namespace Nexmark.Rows;

/// <summary>Where the rows of a query go.</summary>
public interface IRowSink
{
    /// <summary>Takes the rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="write">Writes the columns of one.</param>
    /// <param name="countOf">
    /// An id and a number, whose sum per id is what runs have in common, where they cut the rows differently; null where rows are the same.
    /// </param>
    void Write<T>(DataStream<T> rows, Action<T, RowWriter> write, Func<T, (long Id, long Count)>? countOf = null);
}
